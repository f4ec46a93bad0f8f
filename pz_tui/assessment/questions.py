"""A question that opens a fact: shown beside each one that was missed.

Plain words, one thing at a time, open where the matter allows it; matters of shame come with their reason, as
patients answer more readily when a question is made ordinary.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pz_tui.knowledge.schema import Concept
from pz_tui.record.facts import Fact

# label head -> question; {thing} is what the patient would call the symptom, illness or drug
_BY_HEAD: dict[str, str] = {
    # the complaint
    "open_invitation": "What has brought you in today?",
    "onset": "When did the {thing} start?",
    "duration": "How long {does} the {thing} last?",
    "circumstances": "What were you doing when the {thing} started?",
    "site": "Where exactly {is} the {thing}?",
    "character": "Can you describe the {thing} for me?",
    "radiation": "{Does} the {thing} spread anywhere else?",
    "severity": "How bad {is} the {thing}, from nought to ten?",
    "timing": "{Is} the {thing} there all the time, or {does} {it} come and go?",
    "progression": "{Is} the {thing} getting better, worse or staying the same?",
    "frequency": "How often {does} the {thing} come on?",
    "aggravating": "Does anything make the {thing} worse?",
    "relieving": "Does anything make the {thing} better?",
    "associated": "Have you noticed anything else along with the {thing}?",
    "symptom": "Have you had {any_thing}?",
    "previous_episode": "Have you ever had anything like this before?",
    "tried_treatment": "Have you tried anything for it, and did it help?",
    "prior_care": "Have you seen anyone else about this, and what did they say?",
    "impact": "How is this affecting your daily life?",
    "ideas": "What do you think might be causing it?",
    "concerns": "Is there anything about this that particularly worries you?",
    "expectations": "What were you hoping we could do for you today?",
    # what an attribute of an illness or symptom may be
    "since": "How long have you had the {thing}?",
    "control": "How well controlled {is} the {thing}?",
    "status": "How {is} the {thing} now?",
    "detail": "Can you tell me more about the {thing}?",
    "amount": "How much is there?",
    "colour": "What colour is it?",
    # the past
    "pmh": "Do you have any other medical conditions, or have you had any in the past?",
    "hospitalisation": "Have you ever had to stay in hospital?",
    "surgical": "Have you ever had an operation?",
    "trauma": "Have you had a fall or an injury lately?",
    "drug_history": "What medicines do you take, including any you buy yourself?",
    "allergies": "Are you allergic to any medicines or foods?",
    "immunisations": "Are your vaccinations up to date?",
    "screening": "Have you been for the screening tests you were invited to?",
    "family_history": "Are there any illnesses that run in your family?",
    "birth_history": "Were there any problems around the birth?",
    "developmental": "How has the development been so far?",
    "obstetric": "Have you been pregnant before, and how did it go?",
    "menstrual": "When was your last period, and are they regular?",
    "pregnancy": "Could you be pregnant at the moment?",
    "contraception": "Are you using any contraception?",
    # the life
    "smoking": "Do you smoke, or have you ever smoked?",
    "alcohol": "Do you drink alcohol?",
    "drugs": "I ask everyone this: do you ever use recreational drugs?",
    "caffeine": "How much tea, coffee or cola do you drink?",
    "diet": "What do you eat on a usual day?",
    "exercise": "How much exercise do you get?",
    "occupation": "What do you do for a living?",
    "education": "How far did you go at school?",
    "living": "Who lives at home with you?",
    "relationships": "Do you have a partner or a family?",
    "support": "Who helps you when you are unwell?",
    "hobbies": "What do you like to do in your spare time?",
    "travel": "Have you been abroad recently?",
    "sexual": "May I ask something personal that matters here: are you sexually active?",
    "sick_contacts": "Has anyone around you been ill?",
    "exposure": "Are you around any animals, dust or chemicals?",
    "stress": "Are you under any stress at the moment?",
    "safety": "I ask all my patients this: do you feel safe at home?",
    "religion": "Do you have any beliefs that matter for your care?",
    "ethnicity": "May I ask where your family comes from? Some illnesses run in certain families.",
    "handedness": "Are you right- or left-handed?",
    "immobility": "Have you been stuck in bed or on a long journey lately?",
    "general_health": "How is your health usually?",
    "social_history": "Can you tell me a little about your life at home and at work?",
    "driving": "Do you drive?",
    # who it is
    "identity_check": "Can I check your full name and date of birth?",
    # not for the patient to tell
    "exam": "Would it be all right if I examined you?",
    "test": "I'd like to arrange some tests; may I explain which?",
    "past_test": "Have you had any tests for this, and what did they show?",
    "diagnosis": "What do you know about what is causing this?",
}

# (head, attribute) where the attribute asks for something of its own
_BY_ATTRIBUTE: dict[tuple[str, str], str] = {
    ("onset", "onset_manner"): "Did the {thing} come on suddenly or gradually?",
    ("severity", "amount"): "How much is there?",
    ("character", "colour"): "What colour is it?",
    ("drug_history", "dose"): "What dose of {thing} do you take?",
    ("drug_history", "frequency"): "How often do you take {thing}?",
    ("drug_history", "adherence"):
        "Lots of people find it hard to take tablets every day. How often do you miss the {thing}?",
    ("drug_history", "side_effects"): "Does the {thing} give you any side effects?",
    ("drug_history", "prescriber"): "Who prescribes the {thing}?",
    ("drug_history", "otc"): "Do you take anything you buy yourself, without a prescription?",
    ("drug_history", "last_taken"): "When did you last take the {thing}?",
    ("drug_history", "since"): "How long have you been taking the {thing}?",
    ("allergies", "reaction"): "What happens when you have {thing}?",
    ("allergies", "since"): "When did you have that allergic reaction?",
    ("pmh", "presence"): "Have you ever had {a_thing}?",
    ("pmh", "since"): "When was your {thing} diagnosed?",
    ("pmh", "control"): "{Is} your {thing} well controlled?",
    ("pmh", "status"): "How is your {thing} at the moment?",
    ("smoking", "amount"): "How many do you smoke in a day?",
    ("smoking", "duration"): "How long have you smoked?",
    ("smoking", "quit"): "When did you stop smoking?",
    ("smoking", "readiness"): "Have you thought about stopping?",
    ("alcohol", "amount"): "I ask everyone this: how much do you drink in a usual week?",
    ("occupation", "physical"): "Is your work heavy, or do you sit most of the day?",
    ("occupation", "stress"): "Is your work stressful?",
    ("occupation", "duration"): "How long have you done that job?",
    ("relationships", "children"): "Do you have any children?",
    ("relationships", "partner"): "Do you have a partner?",
    ("living", "area"): "What sort of place do you live in?",
    ("impact", "work"): "How is this affecting your work?",
    ("impact", "sleep"): "How is this affecting your sleep?",
    ("impact", "school"): "How is this affecting school?",
    ("impact", "walking"): "How far can you walk with it?",
    ("diet", "fluids"): "How much do you drink in a day, water and so on?",
    ("sexual", "protection"): "I ask everyone this: do you use condoms?",
    ("sexual", "partners"): "I ask everyone this: have you had a new partner recently?",
    ("concerns", "late"): "What is your biggest fear about this?",
}  # fmt: skip

# symptoms for which "any X?" is no natural question
_BY_SYMPTOM: dict[str, str] = {
    "appetite": "How is your appetite?",
    "sleep": "How are you sleeping?",
    "concentration": "Can you concentrate on things as usual?",
    "memory": "How is your memory?",
    "low_mood": "Have you been feeling low or down?",
    "anhedonia": "Do you still enjoy the things you used to?",
    "anxiety": "Have you been feeling anxious?",
    "suicidal_ideation":
        "When people feel this low they sometimes think of ending their life. Have you had thoughts like that?",
    "homicidal_ideation": "Have you had any thoughts of hurting someone else?",
    "mania": "Have there been times when you felt unusually high or full of energy?",
    "hallucination": "Have you been hearing voices or seeing things that others don't?",
    "paranoia": "Have you felt that people are watching you or are against you?",
    "derealisation": "Have things around you felt unreal?",
    "self_image": "How do you feel about yourself?",
    "irritability": "Have you been more irritable than usual?",
    "social_withdrawal": "Have you been avoiding other people?",
    "libido": "This can affect people's interest in sex. Have you noticed that?",
    "slowness": "Have you or others noticed that you have slowed down?",
    "suicide_plan": "Have you made any plans to end your life?",
    "suicide_attempt": "Have you ever tried to end your life?",
    "self_harm": "Have you ever harmed yourself on purpose?",
    "protective_factor": "What keeps you going when it is at its worst?",
    "guilt": "Have you been blaming yourself or feeling guilty?",
    "hopelessness": "Have you felt hopeless about the future?",
    "malaise": "Have you felt generally unwell?",
    "tremor": "Have your hands been shaking?",
    "thirst": "Have you been more thirsty than usual?",
    "snoring": "Do you snore?",
    "cold_intolerance": "Do you feel the cold more than other people?",
    "heat_intolerance": "Do you feel the heat more than other people?",
    "groin_lump": "Have you noticed a lump in your groin?",
    "fatigue": "How are your energy levels?",
    "weight_loss": "Have you lost any weight?",
    "weight_gain": "Have you put on any weight?",
    "weight_change": "Has your weight changed?",
    "bowel_habit": "Have you noticed a change in your bowel habit?",
    "diarrhoea": "Have your bowels been loose?",
    "constipation": "Have you been constipated?",
    "blood_in_stool": "Have you noticed any blood when you go to the toilet?",
    "melaena": "Have your stools been black or sticky?",
    "urinary": "Do you have any trouble passing water?",
    "urinary_frequency": "Are you passing water more often than usual?",
    "dysuria": "Does it sting when you pass water?",
    "haematuria": "Have you seen any blood in your urine?",
    "incontinence": "Many people get a leak now and then. Has that happened to you?",
    "dyspnoea": "Have you been short of breath?",
    "dyspnoea_on_exertion": "Do you get short of breath when you are active?",
    "orthopnoea": "Can you lie flat in bed?",
    "pnd": "Do you ever wake at night gasping for breath?",
    "pleuritic_pain": "Does it hurt more when you take a deep breath?",
    "syncope": "Have you passed out at all?",
    "presyncope": "Have you felt as if you might faint?",
    "haemoptysis": "Have you coughed up any blood?",
    "haematemesis": "Have you brought up any blood?",
    "nausea": "Have you felt sick?",
    "vomiting": "Have you been sick?",
    "sweating": "Have you been sweating with it?",
    "night_sweats": "Do you wake up drenched in sweat?",
    "dysphagia": "Do you have any trouble swallowing?",
    "palpitations": "Have you noticed your heart racing or fluttering?",
    "photophobia": "Does bright light bother you?",
    "phonophobia": "Do loud noises bother you?",
    "aura": "Have you had any flashing lights or zigzag lines?",
    "ear_pain": "Have you had earache?",
    "tearing_pain": "Have you had any pain that felt tearing or ripping?",
    "vision": "Have you had any trouble with your sight?",
    "double_vision": "Have you been seeing double?",
    "hearing": "Has your hearing changed?",
    "speech": "Have you had any trouble speaking or finding words?",
    "facial_weakness": "Has one side of your face drooped?",
    "weakness": "Have your arms or legs felt weak?",
    "numbness": "Have you had any numbness or tingling?",
    "gait": "Are you steady on your feet?",
    "confusion": "Have you felt muddled?",
    "seizure": "Have you had a fit?",
    "pallor": "Has anyone said you look pale?",
    "jaundice": "Have your skin or eyes gone yellow?",
    "swelling": "Have you noticed any swelling?",
    "leg_swelling": "Have your legs or ankles been swollen?",
    "lymph_nodes": "Have you noticed any swollen glands?",
    "bruising": "Do you bruise easily?",
    "bleeding": "Have you noticed any unusual bleeding?",
    "skin": "Have you noticed anything on your skin?",
    "fear_of_dying": "Did you feel as if you were going to die?",
    "vaginal_discharge": "I ask everyone with this: have you noticed any discharge?",
    "missed_period": "Have you missed a period?",
}

_FACTORS: dict[str, str] = {
    "exertion": "when you are active", "activity": "when you are active", "walking": "when you walk",
    "lying": "when you lie down", "sitting": "when you sit", "standing": "when you stand", "rest": "when you rest",
    "movement": "when you move", "bending": "when you bend over", "breathing": "when you take a deep breath",
    "coughing": "when you cough", "eating": "when you eat", "straining": "when you strain",
    "light": "in bright light", "noise": "with noise", "leaning_forward": "when you lean forward",
    "position": "when you change position", "fatigue": "when you are tired",
    "periods": "around your periods", "pressing": "when you press on it",
    "smells": "with strong smells", "swallowing": "when you swallow", "chewing": "when you chew",
    "urination": "when you pass water", "bumps": "when you go over a bump",
    "bowels": "after you open your bowels", "crowds": "when there are lots of people about",
    "lack_of_sleep": "when you sleep badly", "idleness": "when you have nothing to do",
    "fresh_air": "when you get some fresh air",
    "stress": "when you are under stress", "medication": "after a painkiller", "painkiller": "after a painkiller",
}  # fmt: skip
_BY_FACTOR: dict[tuple[str, str], str] = {
    ("aggravating", "cold"): "Is the {thing} worse in the cold?",
    ("relieving", "cold"): "Does something cold on it help the {thing}?",
    ("aggravating", "heat"): "Is the {thing} worse in the heat?",
    ("relieving", "heat"): "Does something warm on it help the {thing}?",
    ("relieving", "dark_room"): "Does a dark room make the {thing} better?",
    ("relieving", "sleep"): "Does sleep make the {thing} better?",
}

# what a doctor would say for things whose id or noun does not fit inside a question
_THINGS: dict[str, str] = {
    "aura": "lights or odd feelings", "cough": "a cough", "headache": "a headache", "fever": "a fever",
    "rash": "a rash", "nosebleed": "a nosebleed", "smell": "trouble with your sense of smell",
    "taste": "a change in taste",
    "mi": "a heart attack", "dvt": "a blood clot in the leg", "pe": "a blood clot on the lung",
    "cholesterol": "high cholesterol", "hypertension": "high blood pressure", "heart": "heart trouble",
    "stroke": "a stroke", "tia": "a mini-stroke", "peptic_ulcer": "a stomach ulcer", "kidney": "kidney trouble",
    "liver": "liver trouble", "thyroid": "thyroid trouble", "reflux": "acid reflux", "seizure": "a fit",
    "copd": "chronic lung disease", "atrial_fibrillation": "an irregular heartbeat", "mental_illness": "mental illness",
    "bowel": "bowel trouble", "bladder": "bladder trouble", "pacemaker": "a pacemaker", "ibd": "bowel inflammation",
    "appendicectomy": "appendicitis", "bipolar": "bipolar disorder", "vomiting": "vomiting",
    "suicidal_ideation": "thoughts", "trimethoprim": "trimethoprim", "multivitamin": "vitamin tablets",
    "sleep": "sleep problem",
    "drug_history": "your medicines", "gallstones": "gallstones", "angina": "angina", "migraine": "migraines",
}  # fmt: skip
_ARTICLE = re.compile(r"^(?:an?|the|some) ")


def question_for(fact: Fact, concepts: Mapping[str, Concept]) -> str:
    """A natural question that opens ``fact``.

    Args:
        concepts: the lexicon, for what patients call a thing; what it does not hold is named from its id.
    """
    if fact.head == "symptom" and fact.concept in _BY_SYMPTOM:
        return _BY_SYMPTOM[fact.concept]
    forms = _forms(thing_of(fact.concept, concepts))
    if fact.head == "family_history" and fact.concept not in ("well", "none", ""):
        return "Has anyone in your family had {a_thing}?".format(**forms)
    if fact.head in ("aggravating", "relieving") and fact.factor:
        return _about_factor(fact).format(**forms)
    template = _BY_ATTRIBUTE.get((fact.head, fact.attribute)) or _BY_HEAD.get(fact.head)
    if template is None:
        template = next((row for (_, name), row in _BY_ATTRIBUTE.items() if name == fact.attribute != "presence"), None)
    if template is None:
        return f"Can you tell me about the {fact.head.replace('_', ' ')}?"
    if fact.head == "character" and re.search(r"pain|ache|tight|pressure|discomfort", forms["thing"]):
        template = "What {does} the {thing} feel like?"
    return template.format(**forms).replace("the your", "your")


def _about_factor(fact: Fact) -> str:
    factor = fact.factor.removesuffix("_factor")
    how = _FACTORS.get(factor, f"with {factor.replace('_', ' ')}")
    plain = f"{{Is}} the {{thing}} {'worse' if fact.head == 'aggravating' else 'better'} {how}?"
    return _BY_FACTOR.get((fact.head, factor), plain)


def _forms(thing: str) -> dict[str, str]:
    """A thing as the templates need it: bare, with "a", with "any"; and verbs that agree with it."""
    bare = _ARTICLE.sub("", thing)
    last = bare.split()[-1] if bare else ""
    many = last.endswith("s") and not last.endswith(("ss", "us", "is"))
    verbs = {"is": "are", "does": "do", "it": "they"} if many else {"is": "is", "does": "does", "it": "it"}
    return {
        "thing": bare, "a_thing": thing, "any_thing": thing if bare != thing else f"any {thing}",
        **verbs, "Is": verbs["is"].capitalize(), "Does": verbs["does"].capitalize(),
    }  # fmt: skip


def thing_of(concept: str, concepts: Mapping[str, Concept]) -> str:
    """What a doctor who talks plainly would call it, inside a sentence."""
    if concept in _THINGS:
        return _THINGS[concept]
    known = concepts.get(concept)
    if known is None:
        return concept.replace("_", " ").strip() or "problem"
    noun = known.noun or (known.lay[0] if known.lay and known.understood_from == "C" else known.name.lower())
    return re.sub(r"\bmy\b", "your", noun)


COVERED_HEADS = frozenset(_BY_HEAD)
"""Heads with a question of their own."""

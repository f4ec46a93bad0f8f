"""The packaged knowledge: every file loads, and the tables agree with each other."""

from __future__ import annotations

import re
import time
from collections import Counter

import pytest

from pz_tui.knowledge.library import PACKAGED, Library, lint_file, load
from pz_tui.knowledge.lint import claims_clash, lay_owners
from pz_tui.knowledge.matching import Situation, fitting
from pz_tui.knowledge.reading import read_toml
from pz_tui.knowledge.schema import Concept, NameTable

LEXICON = sorted((PACKAGED / "lexicon").glob("*.toml"))
REFERENCE = sorted((PACKAGED / "reference").glob("*.toml"))
TABLES = ("tests", "analytes", "examinations", "drugs", "occupations")
EXAMINED = """
    back_movement blood_pressure capillary_refill chest elbow feet genital heart hip_movement joint_inspection
    knee_movement leg_movement mouth palpation pulse sensation skin straight_leg_raise temperature tenderness
    throat vital_signs general lungs abdomen ears neurological cranial_nerves fundi visual_fields mental_state
    legs calves neck lymph_nodes rectal vaginal testes gait power reflexes coordination rovsing mcburney rebound
    murphy hernia meningism scalp temporal_artery respiratory_rate oxygen_saturation weight
"""
SYMPTOMS = """
    anxiety apnoea appetite aura bleeding bloating blood_in_stool bowel_habit bruising calf_pain chest_pain chills
    choking cold concentration confusion constipation cough dark_urine derealisation diarrhoea discharge dizziness
    double_vision dysphagia dyspnoea dyspnoea_on_exertion dysuria early_satiety eye_itch eye_movement eye_redness
    eye_watering facial_weakness fatigue fear_of_dying fever flushing foot function_change gait haematemesis
    haematuria haemoptysis hair_nails headache hearing heartburn heavy_periods hip_pain hoarseness
    homicidal_ideation incontinence irritability itch jaundice jaw_pain joint_clicking joint_deformity
    joint_instability joint_pain joint_swelling leg_pain leg_swelling low_mood lymph_nodes malaise mania melaena
    memory mouth_ulcers movement muscle_pain muscle_spasm nasal_congestion nasal_discharge nausea neck_lump
    neck_pain neck_stiffness night_sweats nose_itch numbness orthopnoea overweight pain pain_elsewhere pale_stool
    pallor palpitations photophobia pleuritic_pain pnd ptosis rash rhinorrhoea salivation seizure self_image skin
    sleep smell sore_throat speech sputum stiffness stridor suicidal_ideation sweating swelling syncope taste
    tongue_control trismus urinary urinary_frequency urinary_urgency urine_odour vaginal_discharge varicose_veins
    vision vomiting weakness weight_change weight_gain weight_loss wheeze back_pain eye_pain
"""
ILLNESSES = """
    anaemia angina asthma atopy bladder bowel cancer cholesterol copd croup cystic_fibrosis depression diabetes
    dialysis dislocation dvt endocrine fibromyalgia heart heart_failure heart_valve hiatal_hernia hiv hypertension
    ibd immunosuppression infection kidney liver mi migraine nasal_polyps nasal_septum obesity osteoporosis
    pacemaker pancreatitis parkinson pericarditis peripheral_vascular pleural_effusion pneumonia pneumothorax reflux
    rheumatoid_arthritis rotator_cuff sinusitis sleep_apnoea sti stress stroke thyroid allergy arthritis dupuytren
    lung mental_illness musculoskeletal myasthenia neurological
"""
PHRASE = re.compile(r"[a-z0-9?#+][a-z0-9éèàü'&/+.:,?# -]*")


@pytest.fixture(scope="module")
def knowledge() -> Library:
    return load()


def named(concepts: dict[str, Concept]) -> dict[str, str]:
    return {phrase: concept.id for concept in concepts.values() for phrase in (*concept.lay, *concept.clinical)}


@pytest.mark.parametrize("path", [*LEXICON, *REFERENCE], ids=lambda path: path.name)
def test_a_table_has_no_remarks(path: object, knowledge: Library) -> None:
    assert [str(remark) for remark in lint_file(path, knowledge)] == []  # type: ignore[arg-type]


def test_a_concept_has_one_entry_in_one_file() -> None:
    ids = Counter(row["id"] for path in LEXICON for row in read_toml(path)["concepts"])
    assert [id for id, count in ids.items() if count > 1] == []


def test_ids_are_snake_case(knowledge: Library) -> None:
    ids = [*knowledge.concepts, *(id for table in TABLES for id in getattr(knowledge, table))]
    assert [id for id in ids if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", id)] == []


def test_there_is_enough_of_everything(knowledge: Library) -> None:
    sizes = {table: len(getattr(knowledge, table)) for table in TABLES}
    assert sizes["tests"] >= 45
    assert sizes["examinations"] >= 40
    assert sizes["drugs"] >= 45
    assert sizes["occupations"] >= 50
    assert len(knowledge.everyday) >= 45
    names = knowledge.names
    assert min(len(getattr(names, field)) for field in NameTable.model_fields if field != "family") >= 60
    assert len(names.family) >= 120


def test_all_of_it_is_read_quickly() -> None:
    start = time.process_time()
    fresh = load()
    assert fresh.conditions is not None
    started = time.process_time() - start
    assert started < 0.05, "starting reads no table"


# --- reference ---------------------------------------------------------------------------------------------


def test_ranges_are_sane(knowledge: Library) -> None:
    for analyte in knowledge.analytes.values():
        floor, ceiling = analyte.survivable
        ranges = [(analyte.low, analyte.high), analyte.female, analyte.male, analyte.typical]
        assert floor < ceiling, analyte.id
        for low, high in filter(None, ranges):
            bounds = [value for value in (low, high) if value is not None]
            assert bounds == sorted(bounds), analyte.id
            assert all(floor <= bound <= ceiling for bound in bounds), analyte.id
        if analyte.typical:
            for low, high in ((analyte.low, analyte.high), *filter(None, (analyte.female, analyte.male))):
                assert low is None or analyte.typical[0] >= low, analyte.id
                assert high is None or analyte.typical[1] <= high, analyte.id


def test_normal_values_of_one_test_agree(knowledge: Library) -> None:
    def span(id: str) -> tuple[float, float]:
        typical = knowledge.analytes[id].typical
        assert typical is not None
        return typical

    # Rule LAB4: the counted cells do not exceed all white cells.
    cells = ("neutrophils", "lymphocytes", "monocytes", "eosinophils", "basophils")
    assert sum(span(cell)[1] for cell in cells) <= 1.1 * span("wbc")[0] + 1
    assert span("neutrophils")[1] + span("lymphocytes")[1] < span("wbc")[1]
    # Rule LAB8: H+ from the gas equation within 10 % of that of the pH.
    for ph in span("ph"):
        hydrogen = 10 ** (9 - ph)
        for paco2 in span("paco2"):
            for bicarbonate in span("bicarbonate"):
                assert 24 * paco2 * 7.5 / bicarbonate == pytest.approx(hydrogen, rel=0.1)


def test_a_test_shows_something_or_stands_for_others(knowledge: Library) -> None:
    for test in knowledge.tests.values():
        if test.kind == "bundle":
            assert test.bundle, test.id
            assert all(knowledge.tests[member].kind != "bundle" for member in test.bundle), test.id
        else:
            assert not test.bundle, test.id
            assert test.analytes or test.normal_report, test.id


@pytest.mark.parametrize("table", ["tests", "examinations"])
def test_a_phrase_asks_for_one_thing(table: str, knowledge: Library) -> None:
    phrases = Counter(phrase for item in getattr(knowledge, table).values() for phrase in item.asked_as)
    assert [phrase for phrase, count in phrases.items() if count > 1] == []
    assert [phrase for phrase in phrases if not PHRASE.fullmatch(phrase)] == []


def test_everyday_phrases_ask_for_one_thing(knowledge: Library) -> None:
    phrases = Counter(phrase for item in knowledge.everyday for phrase in item.asked_as)
    assert [phrase for phrase, count in phrases.items() if count > 1] == []


@pytest.mark.parametrize(
    ("said", "test"),
    [
        ("fbc", "fbc"), ("cbc", "fbc"), ("u&e", "ue"), ("bmp", "ue"), ("a1c", "hba1c"), ("coag", "clotting"),
        ("trop", "troponin"), ("g&s", "group_and_save"), ("tox screen", "toxicology"), ("dip", "urine_dip"),
        ("ekg", "ecg"), ("holter", "ambulatory_ecg"), ("cxr", "chest_xray"), ("tvus", "ultrasound_pelvis"),
        ("egd", "ogd"), ("lp", "lumbar_puncture"), ("bloods", "blood"), ("septic screen", "septic_screen"),
        ("pft", "spirometry"), ("bm", "capillary_glucose"), ("bhcg", "hcg"), ("d-dimer", "d_dimer"),
    ],
)  # fmt: skip
def test_trainees_shorthand_finds_the_test(said: str, test: str, knowledge: Library) -> None:
    assert [item.id for item in knowledge.tests.values() if said in item.asked_as] == [test]


@pytest.mark.parametrize(
    "label",
    EXAMINED.split(),
)
def test_what_is_examined_is_listed(label: str, knowledge: Library) -> None:
    assert knowledge.examinations[label].normal.endswith(".")


def test_intimate_examinations_are_marked(knowledge: Library) -> None:
    marked = {item.id for item in knowledge.examinations.values() if item.intimate}
    assert {"rectal", "vaginal", "testes", "genital", "breasts", "speculum"} <= marked


def test_doses_stay_under_the_daily_maximum(knowledge: Library) -> None:
    for drug in knowledge.drugs.values():
        assert min(drug.doses) > 0, drug.id
        if drug.max_daily is not None:
            assert max(drug.doses) * max(drug.per_day, 1) <= drug.max_daily, drug.id


def test_every_drug_class_has_a_concept(knowledge: Library) -> None:
    assert {drug.drug_class for drug in knowledge.drugs.values()} <= set(knowledge.concepts)


def test_jobs_fit_their_ages(knowledge: Library) -> None:
    for job in knowledge.occupations.values():
        assert job.age_min <= job.age_max, job.id
        if job.employment in ("employed", "self-employed"):
            assert job.age_min >= 16, job.id
        if job.employment == "pupil":
            assert job.age_max <= 18, job.id
        assert re.fullmatch(r"I.*\.", job.says), job.id


def test_names_are_of_nobody_in_particular(knowledge: Library) -> None:
    names = knowledge.names
    for field in NameTable.model_fields:
        listed = getattr(names, field)
        assert len(set(listed)) == len(listed), field
        assert all(re.fullmatch(r"[A-Z][A-Za-z-]+", name) for name in listed), field
    given = {*names.female_older, *names.female_younger, *names.male_older, *names.male_younger}
    famous = [("Emma", "Thompson"), ("Naomi", "Campbell"), ("Alan", "Bennett"), ("Liam", "Gallagher"),
              ("Declan", "Donnelly"), ("Roger", "Penrose"), ("Roger", "Hargreaves"), ("Rory", "Kinnear")]  # fmt: skip
    assert [pair for pair in famous if pair[0] in given and pair[1] in names.family] == []


# --- everyday life -------------------------------------------------------------------------------------------


EMPLOYMENT = ((6, "pupil"), (17, "pupil"), (19, "student"), (23, "employed"), (30, "unemployed"), (45, "carer"),
              (52, "self-employed"), (63, "employed"), (70, "retired"), (88, "retired"))  # fmt: skip


LIVES = ((), ("has_partner",), ("has_children",), ("has_partner", "has_children"))


@pytest.mark.parametrize(
    ("age", "employment", "life"),
    [(age, work, life) for age, work in EMPLOYMENT for life in (LIVES if age >= 18 else ((),))],
)
def test_every_life_has_an_answer_to_every_topic(
    age: int, employment: str, life: tuple[str, ...], knowledge: Library
) -> None:
    for sex, arrival in (("female", "arrival:own"), ("male", "arrival:phone")):
        who = Situation(
            severity="mild", presentation="typical", sex=sex, age=age, employment=employment,
            concepts=frozenset((*life, arrival)),
        )  # fmt: skip
        assert [item.topic for item in knowledge.everyday if not fitting(item.options, who)] == []


def test_everyday_matters_are_harmless(knowledge: Library) -> None:
    """No symptom, drug, disease, test, drink or tobacco may come in by the back door."""
    forbidden = {"symptom", "diagnosis", "drug", "drug_class", "sign", "procedure"}
    heavy = {phrase: concept.id for concept in knowledge.concepts.values()
             if concept.kind in forbidden or concept.id in ("alcohol", "tobacco", "recreational_drugs")
             for phrase in (*concept.lay, *concept.clinical)}  # fmt: skip
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, sorted(heavy, key=len, reverse=True)))})\b")
    found = [
        (item.topic, hit[0], text)
        for item in knowledge.everyday
        for option in item.options
        for text in (option.clinical, *option.full, *option.short)
        if (hit := pattern.search(text.lower()))
    ]
    assert found == []


def test_everyday_sentences_can_be_said(knowledge: Library) -> None:
    for item in knowledge.everyday:
        for option in item.options:
            assert option.full, (item.topic, option.clinical)
            assert option.short, (item.topic, option.clinical)
            for text in (*option.full, *option.short):
                assert re.fullmatch(r"[A-Z].*\.", re.sub(r"\{names?\}", "Anna", text)), text
                assert not re.match(r"(yes|no)\b", text, re.IGNORECASE), text
        needed = item.requires.partition(":")[0]
        assert not needed or needed in {other.topic for other in knowledge.everyday}


# --- lexicon ---------------------------------------------------------------------------------------------------


def test_broader_concepts_exist_and_do_not_run_in_circles(knowledge: Library) -> None:
    for concept in knowledge.concepts.values():
        seen, waiting = {concept.id}, list(concept.broader)
        while waiting:
            id = waiting.pop()
            assert id in knowledge.concepts, (concept.id, id)
            assert id != concept.id, concept.id
            waiting += [] if id in seen else knowledge.concepts[id].broader
            seen.add(id)


def test_a_lay_form_belongs_to_one_symptom(knowledge: Library) -> None:
    clashes = [
        (lay, one, other)
        for lay, ids in lay_owners(knowledge.concepts.values()).items()
        for one in ids
        for other in ids
        if claims_clash(knowledge.concepts[one], knowledge.concepts[other], knowledge.concepts)
    ]
    assert clashes == []


def test_symptoms_have_words_enough(knowledge: Library) -> None:
    for concept in knowledge.concepts.values():
        if concept.kind == "symptom":
            assert len({*concept.lay, *concept.clinical}) >= 3, concept.id
            assert concept.lay, concept.id
            assert concept.noun, concept.id


def test_phrases_can_be_matched_by_whole_words(knowledge: Library) -> None:
    odd = [phrase for phrase in named(dict(knowledge.concepts)) if not PHRASE.fullmatch(phrase)]
    assert odd == []


@pytest.mark.parametrize("phrase", ["cold", "sick", "wind", "fit", "down", "flat", "blue", "hi", "ha", "ah", "top"])
def test_words_that_mean_other_things_belong_to_no_symptom(phrase: str, knowledge: Library) -> None:
    owners = [c.id for c in knowledge.concepts.values() if c.kind == "symptom" and phrase in (*c.lay, *c.clinical)]
    assert owners == []


@pytest.mark.parametrize(
    "symptom",
    SYMPTOMS.split(),
)
def test_every_symptom_label_has_a_concept(symptom: str, knowledge: Library) -> None:
    assert knowledge.concepts[symptom].kind == "symptom"


@pytest.mark.parametrize(("phrase", "concept"), [
    ("short of breath", "dyspnoea"), ("been sick", "vomiting"), ("throwing up", "vomiting"), ("feel sick", "nausea"),
    ("passed out", "syncope"), ("swollen ankles", "leg_swelling"), ("burns when i pee", "dysuria"),
    ("coffee grounds", "haematemesis"), ("like tar", "melaena"), ("zigzags", "aura"), ("light hurts", "photophobia"),
    ("the runs", "diarrhoea"), ("off my food", "appetite"), ("sob", "dyspnoea"), ("soboe", "dyspnoea_on_exertion"),
    ("heart racing", "palpitations"), ("off my feeds", None), ("worst headache of my life", "sudden_severe_headache"),
])  # fmt: skip
def test_plain_words_find_the_symptom(phrase: str, concept: str | None, knowledge: Library) -> None:
    assert [c.id for c in knowledge.concepts.values() if phrase in (*c.lay, *c.clinical)] == (
        [concept] if concept else []
    )


@pytest.mark.parametrize(
    "illness",
    ILLNESSES.split(),
)
def test_every_illness_label_has_a_concept(illness: str, knowledge: Library) -> None:
    assert knowledge.concepts[illness].kind == "diagnosis"


def test_groups_of_drugs_lead_to_drugs(knowledge: Library) -> None:
    def kinds(id: str) -> set[str]:
        found = {id}
        for broader in knowledge.concepts[id].broader:
            found |= kinds(broader)
        return found

    assert "anticoagulant" in kinds(knowledge.drugs["apixaban"].drug_class)
    assert "inhaler" in kinds(knowledge.drugs["salbutamol"].drug_class)
    assert "antidepressant" in kinds(knowledge.drugs["sertraline"].drug_class)
    assert "vasodilator" in kinds(knowledge.drugs["glyceryl_trinitrate"].drug_class)
    assert "contraceptive" in kinds(knowledge.drugs["combined_pill"].drug_class)

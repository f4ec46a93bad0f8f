"""VIT: vital signs agree with each other, with the text and with the age (RCP, PALS, ESC, BTS, NICE).

Left out, because the record has no field for it: VIT2 (mean arterial pressure is never stated). Of VIT18 the
level C of consciousness cannot be told from the record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from pz_tui.plausibility.rule import Case, Fault, error, known, rule, warning
from pz_tui.plausibility.texts import states
from pz_tui.record.base import Frozen
from pz_tui.record.patient import VitalSigns


class NewsScore(Frozen):
    """A National Early Warning Score with its parts and the response it asks for."""

    total: int
    parts: dict[str, int]
    response: Literal["low", "urgent", "emergency"]


def _banded(value: float, bands: tuple[tuple[float, int], ...], above: int) -> int:
    return next((score for limit, score in bands if value <= limit), above)


def news2(vitals: VitalSigns, *, scale2: bool = False, new_confusion: bool = False) -> NewsScore:
    """NEWS2 (Royal College of Physicians 2017) of an adult who is not pregnant.

    Args:
        vitals: per minute, mmHg, per cent, degrees Celsius; any ``oxygen`` other than ``air`` counts as oxygen.
        scale2: saturation scale 2, only in known hypercapnic respiratory failure.
        new_confusion: level C; a Glasgow Coma Scale below 15 counts as not alert by itself.
    """
    on_oxygen = vitals.oxygen.strip().lower() not in ("air", "room air", "")
    saturation = vitals.oxygen_saturation
    if not scale2:
        oxygen = _banded(saturation, ((91, 3), (93, 2), (95, 1)), 0)
    elif saturation >= 93 and not on_oxygen:
        oxygen = 0
    else:
        oxygen = _banded(saturation, ((83, 3), (85, 2), (87, 1), (92, 0), (94, 1), (96, 2)), 3)
    parts = {
        "respiratory_rate": _banded(vitals.respiratory_rate, ((8, 3), (11, 1), (20, 0), (24, 2)), 3),
        "oxygen_saturation": oxygen,
        "oxygen": 2 if on_oxygen else 0,
        "systolic": _banded(vitals.systolic, ((90, 3), (100, 2), (110, 1), (219, 0)), 3),
        "pulse": _banded(vitals.pulse, ((40, 3), (50, 1), (90, 0), (110, 1), (130, 2)), 3),
        "consciousness": 3 if new_confusion or vitals.consciousness < 15 else 0,
        "temperature": _banded(round(vitals.temperature, 1), ((35.0, 3), (36.0, 1), (38.0, 0), (39.0, 1)), 2),
    }
    total = sum(parts.values())
    urgent = total >= 5 or 3 in parts.values()
    return NewsScore(total=total, parts=parts, response="emergency" if total >= 7 else "urgent" if urgent else "low")


def mean_pressure(vitals: VitalSigns) -> float:
    """Mean arterial pressure, mmHg: diastolic and a third of the pulse pressure."""
    return vitals.diastolic + (vitals.systolic - vitals.diastolic) / 3


@rule("VIT1", "either", "proposed", "Systolic above diastolic; pulse pressure 20 to 100", "findings")
def _pulse_pressure(case: Case) -> Iterator[Fault]:
    vitals = known(case.vitals)
    gap = vitals.systolic - vitals.diastolic
    tamponade = any(states(text, re.compile("tamponade", re.I)) for text in _told(case))
    shown = f"Blood pressure {vitals.systolic}/{vitals.diastolic}"
    if gap <= 0:
        yield error(f"{shown}: systolic is not above diastolic.", "vitals.systolic", "Raise the systolic pressure.")
    elif gap < 10 and not tamponade:
        yield error(f"{shown}: a pulse pressure of {gap}.", "vitals.diastolic", "Make the gap 20 to 100.")
    elif not 20 <= gap <= 100:
        yield warning(f"{shown}: a pulse pressure of {gap} is unusual.", "vitals.diastolic", "Make the gap 20 to 100.")


_POSSIBLE = {
    "pulse": (20, 300), "respiratory_rate": (4, 100), "oxygen_saturation": (50, 100), "temperature": (25, 43),
    "systolic": (40, 280),
}  # fmt: skip
_ADULT_UNUSUAL = {"pulse": 220, "respiratory_rate": 60}


@rule("VIT3", "either", "proposed", "Each vital sign can be survived", "findings")
def _possible(case: Case) -> Iterator[Fault]:
    vitals = known(case.vitals)
    for name, (low, high) in _POSSIBLE.items():
        value = getattr(vitals, name)
        least = 30 if name == "systolic" and case.age < 1 else low
        if not least <= value <= high:
            yield error(f"{name.replace('_', ' ').capitalize()} {value:g}.", f"vitals.{name}",
                        f"Give {least} to {high}.")  # fmt: skip
        elif case.adult and value > _ADULT_UNUSUAL.get(name, value):
            yield warning(f"{name.replace('_', ' ').capitalize()} {value:g} in an adult.", f"vitals.{name}",
                          f"Give at most {_ADULT_UNUSUAL[name]}.")  # fmt: skip


_BMI = re.compile(r"\bBMI (?:of |is )?(\d+(?:\.\d+)?)", re.I)


@rule("VIT4", "error", "WHO", "BMI is weight over height squared, and its class matches", "findings")
def _bmi(case: Case) -> Iterator[Fault]:
    vitals = known(case.vitals)
    if not vitals.height_cm or not vitals.weight_kg:
        return
    bmi = vitals.weight_kg / (vitals.height_cm / 100) ** 2
    for place, text in case.clinical_texts:
        for stated in _BMI.findall(text):
            if abs(float(stated) - bmi) > 0.2 + (0.5 if "." not in stated else 0):
                yield error(f"BMI is given as {stated}, but is {bmi:.1f}.", place, f"Write {bmi:.1f}.")
    if case.age < 18 or case.pregnant:
        return
    if "obesity" in case.concepts and bmi < 29.8:
        yield error(f"Obesity with a BMI of {bmi:.1f}.", "vitals.weight_kg", "Give a weight for a BMI of 30 or more.")
    if "underweight" in case.concepts and bmi > 18.7:
        yield error(f"Underweight with a BMI of {bmi:.1f}.", "vitals.weight_kg", "Give a weight for below 18.5.")


_LOW_GRADE = re.compile(r"low[- ]grade (?:fever|pyrexia|temperature)", re.I)
_FEBRILE = re.compile(r"\bfebrile\b|\bpyrexial?\b|\bhigh fever\b|\bfeverish\b", re.I)
_AFEBRILE = re.compile(r"\bafebrile\b|\bapyrexial\b|\bno (?:fever|pyrexia)\b", re.I)
_COLD = re.compile(r"hypotherm", re.I)


@rule("VIT5", "error", "textbooks; NICE NG143", "Fever found is 38.0 or more, low-grade 37.3 to 37.9, hypothermia "
      "under 35", "findings")  # fmt: skip
def _fever(case: Case) -> Iterator[Fault]:
    temperature = known(case.vitals).temperature
    for finding in case.examination:
        text, place = finding.clinical, f"examination.{finding.region}"
        low_grade = bool(_LOW_GRADE.search(text))
        claims = (
            (low_grade and not 37.3 <= temperature <= 38.0, "low-grade fever", "37.3 to 37.9"),
            (not low_grade and states(text, _FEBRILE) and temperature < 38.0, "fever", "38.0 or more"),
            (bool(_AFEBRILE.search(text)) and temperature >= 38.0, "no fever", "below 38.0"),
            (states(text, _COLD) and temperature >= 35.0, "hypothermia", "below 35.0"),
        )
        for wrong, what, span in claims:
            if wrong:
                yield error(f"'{text}' says {what} at {temperature:.1f} °C.", place, f"Give {span} or drop the words.")


_GCS = re.compile(r"\bGCS (?:of |is )?(\d{1,2})(?:/15)?\b|\bglasgow coma (?:scale|score) (?:of |is )?(\d{1,2})", re.I)


@rule("VIT6", "error", "Teasdale and Jennett 1974", "GCS is E 1 to 4 and V 1 to 5 and M 1 to 6", "findings")
def _coma(case: Case) -> Iterator[Fault]:
    vitals = known(case.vitals)
    for name, best in (("eye", 4), ("verbal", 5), ("motor", 6)):
        if not 1 <= getattr(vitals, name) <= best:
            yield error(f"GCS {name} is {getattr(vitals, name)}.", f"vitals.{name}", f"Give 1 to {best}.")
    for place, text in case.reports:
        for pair in _GCS.findall(text):
            if int(pair[0] or pair[1]) != vitals.consciousness:
                yield error(f"'{text}', but the parts make {vitals.consciousness}.", place, "Let both agree.")


@rule("VIT7", "either", "logic", "Who cannot speak gives no history", "findings")
def _speechless(case: Case) -> Iterator[Fault]:
    vitals = known(case.vitals)
    tells = any(symptom.wording.full for symptom in case.symptoms)
    aphasia = any(re.search("aphasi|dysphasi", text, re.I) for text in _told(case)) or case.ill_with("stroke")
    if tells and (vitals.verbal <= 3 or vitals.eye <= 2) and not aphasia:
        yield error(f"E{vitals.eye} V{vitals.verbal}, yet the patient tells the history.", "vitals.verbal",
                    "Raise the score, or let nothing be told in the first person.")  # fmt: skip
    elif vitals.verbal == 4 and not known(case.persona).muddled:
        yield warning("V4 is a muddled patient, but the persona is clear.", "persona.confusion",
                      "Raise the confusion or write V5.")  # fmt: skip


_CYANOSIS = re.compile(r"(?<!peripheral )cyanos|\bblue (?:lips|tongue)|lips (?:are |look )?blue", re.I)


@rule("VIT8", "error", "physiology", "No central cyanosis at a saturation of 95 % or more", "findings")
def _cyanosis(case: Case) -> Iterator[Fault]:
    saturation = known(case.vitals).oxygen_saturation
    for finding in case.examination:
        if saturation >= 95 and finding.abnormal and states(finding.clinical, _CYANOSIS):
            yield error(f"'{finding.clinical}' at {saturation} %.", f"examination.{finding.region}",
                        "Lower the saturation or drop the cyanosis.")  # fmt: skip


_NEWS = re.compile(r"\bNEWS ?2?(?: score)?(?: of| is|:)? (\d{1,2})\b", re.I)


@rule("VIT9", "either", "RCP 2017", "NEWS2 is the sum of its parts and fits the severity", "findings")
def _news(case: Case) -> Iterator[Fault]:
    vitals, what = known(case.vitals), known(case.condition)
    scores = {news2(vitals).total, news2(vitals, scale2=True).total, news2(vitals, new_confusion=True).total}
    for place, text in case.reports:
        for stated in _NEWS.findall(text):
            if int(stated) not in scores:
                yield error(f"NEWS2 is given as {stated}, the parts make {news2(vitals).total}.", place,
                            f"Write {news2(vitals).total}.")  # fmt: skip
    total = news2(vitals).total
    if not case.adult or case.pregnant:
        return
    # severe depression or migraine leaves the vital signs alone, hence only emergencies of the body
    if what.severity == "severe" and what.acuity == "emergency" and what.specialty != "psychiatry" and total <= 1:
        yield warning(f"A severe emergency with NEWS2 {total}.", "vitals", "Let a vital sign show the severity.")
    if what.severity == "mild" and total >= 7:
        yield warning(f"A mild case with NEWS2 {total}.", "vitals", "Bring the vital signs nearer to normal.")


_SHOCK = re.compile(r"\bshocked\b|\b(?:septic|cardiogenic|hypovolaemic|in|signs of|circulatory) shock\b", re.I)
_PERFUSION = re.compile(r"mottl|capillary refill|refill|cold (?:hands|peripher)|clammy|oligur|cool peripher", re.I)


@rule("VIT10", "error", "ESICM", "Shock shows: SBP under 90, MAP under 65 or poor perfusion", "findings")
def _shock(case: Case) -> Iterator[Fault]:
    vitals = known(case.vitals)
    lactate = case.measured("lactate") or 0
    poor = lactate > 2 or any(x.abnormal and _PERFUSION.search(x.clinical) for x in case.examination)
    if not case.adult or vitals.systolic < 90 or mean_pressure(vitals) < 65 or poor:
        return
    for place, text in (("condition.stage", known(case.condition).stage), *case.reports):
        if states(text, _SHOCK):
            yield error(f"'{text}' at {vitals.systolic}/{vitals.diastolic} with nothing to show for it.", place,
                        "Lower the pressure, or show poor perfusion or a lactate over 2.")  # fmt: skip


_AF = re.compile(r"atrial fibrillation|\bAF\b", re.I)


@rule("VIT11", "either", "ESC", "Atrial fibrillation and an irregularly irregular pulse go together", "findings")
def _fibrillation(case: Case) -> Iterator[Fault]:
    rhythm = known(case.vitals).rhythm
    ecg = " ".join(x.report for x in case.investigations if x.test == "ecg")
    on_ecg = states(ecg, _AF)
    if on_ecg and rhythm != "irregularly irregular" and not re.search(r"paced|pacemaker|block", ecg, re.I):
        yield error(f"The ECG shows atrial fibrillation, the pulse is {rhythm}.", "vitals.rhythm",
                    "Write irregularly irregular.")  # fmt: skip
    fibrillates = on_ecg or case.ill_with("af", "atrial_fibrillation")
    if rhythm == "irregularly irregular" and not fibrillates:
        yield warning("An irregularly irregular pulse without atrial fibrillation.", "vitals.rhythm",
                      "Write regular, or let the ECG show it.")  # fmt: skip


@rule("VIT12", "warning", "textbooks", "A temperature of 39 or more with a pulse under 90 is explained", "findings")
def _slow_pulse(case: Case) -> Iterator[Fault]:
    vitals = known(case.vitals)
    slowed = any("beta" in concept or concept in _RATE_LIMITING for concept in case.concepts)
    slow_fever = case.ill_with("typhoid", "legionella", "malaria", "heart_block", "pacemaker", "athlete")
    if vitals.temperature >= 39 and vitals.pulse < 90 and case.age >= 16 and not slowed and not slow_fever:
        yield warning(f"{vitals.temperature:.1f} °C with a pulse of {vitals.pulse}.", "vitals.pulse",
                      "Raise the pulse or give the reason.")  # fmt: skip


_RATE_LIMITING = {"bisoprolol", "atenolol", "metoprolol", "propranolol", "verapamil", "diltiazem", "digoxin"}


def _saturation_of(kilopascal: float) -> float:
    """Saturation in per cent at normal pH (Severinghaus 1979)."""
    tension = kilopascal * 7.50062
    return 100 / (23400 / (tension**3 + 150 * tension) + 1)


@rule("VIT13", "warning", "oxygen dissociation curve (Severinghaus 1979)", "Saturation fits PaO2", "findings")
def _curve(case: Case) -> Iterator[Fault]:
    vitals, tension = known(case.vitals), case.measured("pao2", "po2")
    acidity = case.measured("ph")
    if tension is None or (acidity is not None and not 7.3 <= acidity <= 7.5) or case.measured("cohb"):
        return
    expected = _saturation_of(tension)
    if abs(expected - vitals.oxygen_saturation) > 5:
        yield warning(f"PaO2 {tension:g} kPa goes with about {expected:.0f} %, not {vitals.oxygen_saturation} %.",
                      "vitals.oxygen_saturation", f"Write about {expected:.0f} %.")  # fmt: skip


_DEVICE = re.compile(r"mask|cannula|venturi|nasal|specs|high[- ]flow|CPAP|BiPAP|NIV|ventilat|tent", re.I)


@rule("VIT14", "error", "BTS 2017", "Oxygen has a device and a flow or fraction", "findings")
def _oxygen(case: Case) -> Iterator[Fault]:
    oxygen = known(case.vitals).oxygen
    if oxygen.strip().lower() in ("air", "room air"):
        return
    if not _DEVICE.search(oxygen) or not re.search(r"\d", oxygen):
        yield error(f"Oxygen is given as '{oxygen}'.", "vitals.oxygen", "Name device and flow ('2 L/min by cannulae').")


_READING = re.compile(r"\b(\d{2,3})/(\d{2,3})\b")
_POSTURAL = re.compile(r"postural (?:drop|hypotension|fall)|orthostatic hypotension", re.I)


@rule("VIT15", "error", "ESC 2018", "A postural drop is 20 systolic, 10 diastolic or below 90", "findings")
def _postural(case: Case) -> Iterator[Fault]:
    for place, text in case.reports:
        readings = [(int(high), int(low)) for high, low in _READING.findall(text)]
        if not _POSTURAL.search(text) or len(readings) != 2:
            continue
        (lying, lying_low), (standing, standing_low) = readings
        drops = lying - standing >= 20 or standing < 90 or lying_low - standing_low >= 10
        if drops != states(text, _POSTURAL):
            yield error(f"'{text}' contradicts its readings.", place, "Correct the readings or the words.")


# PALS: age below (years), awake pulse, respiratory rate, systolic
_BANDS = (
    (1, (100, 190), (30, 53), (72, 104)), (3, (98, 140), (22, 37), (86, 106)), (6, (80, 120), (20, 28), (89, 112)),
    (10, (75, 118), (18, 25), (97, 115)), (12, (75, 118), (18, 25), (102, 120)), (16, (60, 100), (12, 20), (110, 131)),
)  # fmt: skip
_CAUSE = re.compile(r"crying|asleep|distress|upset|frightened", re.I)


@rule("VIT16", "warning", "PALS", "A child outside the band of its age has a cause", "findings")
def _child(case: Case) -> Iterator[Fault]:
    vitals, what = known(case.vitals), known(case.condition)
    if case.adult:
        return
    bands = next(row for row in _BANDS if case.age < row[0])
    ill = (
        vitals.temperature >= 38 or vitals.oxygen_saturation < 95 or (vitals.pain_score or 0) >= 4
        or what.acuity != "routine" or any(_CAUSE.search(text) for _, text in case.reports)
    )  # fmt: skip
    for name, (low, high) in zip(("pulse", "respiratory_rate", "systolic"), bands[1:], strict=True):
        value = getattr(vitals, name)
        if not low <= value <= high and not ill:
            yield warning(f"{name.replace('_', ' ').capitalize()} {value} at {case.age} is outside {low} to {high}.",
                          f"vitals.{name}", "Give a value of the band or a cause.")  # fmt: skip


_PRESSURE = re.compile(r"hypertens|pre-?eclamp|blood pressure|\bBP\b", re.I)


@rule("VIT17", "error", "NICE NG133", "In pregnancy 140/90 is flagged and 160/110 called severe", "findings")
def _pregnant(case: Case) -> Iterator[Fault]:
    vitals, what = known(case.vitals), known(case.condition)
    if not case.pregnant or not (vitals.systolic >= 140 or vitals.diastolic >= 90):
        return
    flags = " ".join(flag.text for flag in case.red_flags)
    shown = f"{vitals.systolic}/{vitals.diastolic} in pregnancy"
    if not _PRESSURE.search(f"{flags} {what.name}"):
        yield error(f"{shown} is not flagged.", "red_flags", "List the raised blood pressure as a red flag.")
    elif (vitals.systolic >= 160 or vitals.diastolic >= 110) and what.severity != "severe" and (
        "severe" not in f"{flags} {what.name}".lower()
    ):
        yield error(f"{shown} is not called severe.", "red_flags", "Call it severe.")


@rule("VIT18", "error", "RCP 2017", "NEWS2 only from 16 and not in pregnancy; scale 2 only in hypercapnic failure",
      "findings")  # fmt: skip
def _scope(case: Case) -> Iterator[Fault]:
    hypercapnic = re.compile(r"hypercapn|type 2 respiratory failure|COPD", re.I)
    at_risk = any(hypercapnic.search(text) for text in _told(case)) or case.ill_with("copd")
    for place, text in case.reports:
        if _NEWS.search(text) and (not case.adult or case.pregnant):
            yield error(f"'{text}': NEWS2 does not hold for this patient.", place, "Use the chart for the age.")
        if re.search(r"\bscale 2\b", text, re.I) and not at_risk:
            yield error(f"'{text}': no known hypercapnic failure.", place, "Use scale 1.")


def _told(case: Case) -> Iterator[str]:
    yield from (text for _, text in case.clinical_texts)
    if case.condition:
        yield f"{case.condition.name} {case.condition.stage}"

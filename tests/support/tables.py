"""Random offices and figures, as nasty as they come: many small counts, areas of one unit, lone large counts."""

from __future__ import annotations

import numpy as np

from support.attacker import Attack
from thongbao.data.suppress import COVER, SHOWN, SMALL, Day, Family, Rule, family, hide, rule_of
from thongbao.data.suppress_growth import Course, hide_growth
from thongbao.data.suppress_rows import shown_splits


def random_family(rng: np.random.Generator) -> Family:
    units = [f"u{n}" for n in range(int(rng.integers(1, 9)))]
    areas: dict[str, list[str]] = {"all": units}
    if len(units) > 2:
        cut = int(rng.integers(1, len(units)))
        areas |= {"a": units[:cut], "b": units[cut:]}
        if cut > 2 and rng.random() < 0.5:
            areas |= {"a1": units[: cut // 2], "a2": units[cut // 2 : cut]}
    return family(units, areas)


def random_rule(rng: np.random.Generator) -> Rule:
    return rule_of(int(rng.choice([3, 5, 10])))


def random_counts(rng: np.random.Generator, shape: tuple[int, ...], k: int) -> np.ndarray:
    kind = rng.choice(4, size=shape, p=[0.3, 0.35, 0.25, 0.1])
    found = np.where(kind == 1, rng.integers(1, k, shape), 0)
    found = np.where(kind == 2, rng.integers(k, 3 * k, shape), found)
    return np.where(kind == 3, rng.integers(3 * k, 60 * k, shape), found).astype(float)


def attack_day(seed: int) -> None:
    """Publish a random day, and fail where the attacker finds a small count."""
    rng = np.random.default_rng(seed)
    known, rule = random_family(rng), random_rule(rng)
    parts = random_counts(rng, (len(known.units), int(rng.integers(1, 4))), rule.k)
    parts[rng.random(len(parts)) < 0.1] = np.nan
    totals = parts.sum(axis=1)
    day = hide(totals, known, rule)
    splits = shown_splits(parts, totals, day, known, rule)
    attack_published(totals, parts, day, splits, known, rule)


def attack_published(totals: np.ndarray, parts: np.ndarray, day: Day, splits: tuple, known: Family, rule: Rule) -> None:
    attack, whole, split = Attack(), {}, {}
    stated = [n for n in range(len(totals)) if not np.isnan(totals[n])]
    bounds = {SMALL: (1, rule.k - 1), COVER: (rule.k, np.inf)}
    for n in stated:
        low, high = bounds.get(int(day.units[n]), (totals[n], totals[n]))
        whole[n] = attack.unknown(low, high)
        split[n] = [attack.unknown(*((p, p) if splits[0][n] else (0, np.inf))) for p in parts[n]]
        attack.known({whole[n]: -1, **dict.fromkeys(split[n], 1)}, 0)
    for name, members in known.areas.items():
        inside = [int(n) for n in members if n in whole]
        if day.areas[name] == SHOWN:
            attack.known({whole[n]: 1 for n in inside}, float(sum(totals[inside])))
        elif day.areas[name] == SMALL:
            attack.at_most({whole[n]: 1 for n in inside}, rule.k - 1)
        if splits[1][name]:
            for r in range(parts.shape[1]):
                attack.known({split[n][r]: 1 for n in inside}, float(sum(parts[inside, r])))
    hidden = {f"unit {n}": whole[n] for n in stated if rule.small(totals[[n]])[0]}
    for n, r in np.argwhere(rule.small(parts)).tolist():
        hidden |= {f"unit {n}, part {r}": split[n][r]} if n in split else {}
    for name, unknown in hidden.items():
        least, most = attack.interval({unknown: 1})
        assert most - least >= rule.width, f"{name}: {least} to {most}"


def random_course(rng: np.random.Generator, known: Family, k: int, days: int) -> tuple[np.ndarray, np.ndarray]:
    new = random_counts(rng, (days, len(known.units), 2), k)
    new[1:] *= rng.random((days - 1, len(known.units), 1)) < rng.choice([0.4, 0.8, 1.0])
    rows = new.cumsum(axis=0)
    rows[rng.random(rows.shape[:2]) < rng.choice([0.0, 0.1])] = np.nan
    return rows.sum(axis=2), rows


def attack_course(seed: int, days: int | None = None) -> None:
    """Publish a cumulative over some days, and fail where the attacker finds what was new on one of them."""
    rng = np.random.default_rng(seed)
    known, rule = random_family(rng), random_rule(rng)
    values, rows = random_course(rng, known, rule.k, days or int(rng.integers(2, 6)))
    attack_growth(values, hide_growth(values, rows, known, rule), known, rule)


def attack_growth(values: np.ndarray, course: Course, known: Family, rule: Rule) -> None:
    attack, at = Attack(), {}
    step, before = np.zeros(values.shape[1]), dict.fromkeys(range(values.shape[1]), -1)
    for t, u in np.argwhere(~np.isnan(values)).tolist():
        low = high = values[t, u]
        if course.units[t, u] != SHOWN:
            low, high = step[u] + 1, step[u] + rule.k - 1
        else:
            step[u] = values[t, u]
        at[t, u] = attack.unknown(low, high)
        if before[u] >= 0:
            attack.at_most({at[before[u], u]: 1, at[t, u]: -1}, 0)
        before[u] = t
    for name, members in known.areas.items():
        for t in range(len(values)):
            stated = [at[t, int(u)] for u in members if (t, int(u)) in at]
            if course.areas[name][t] == SHOWN and stated:
                attack.known(dict.fromkeys(stated, 1), float(np.nansum(values[t, members])))
    last: dict[int, int] = {}
    for t, u in at:
        new = values[t, u] - (values[last[u], u] if u in last else 0)
        if rule.small(np.array([new]))[0]:
            least, most = attack.interval({at[t, u]: 1, **({at[last[u], u]: -1} if u in last else {})})
            assert most > least, f"new on day {t} in unit {u}: {least} to {most}"
        if course.units[t, u] != SHOWN:
            least, most = attack.interval({at[t, u]: 1})
            assert most - least >= rule.width, f"unit {u} on day {t}: {least} to {most}"
        last[u] = t

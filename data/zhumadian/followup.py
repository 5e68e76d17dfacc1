"""Tasks and inspections of the sample: what the published item says is done, with illustrative dates and states."""

from __future__ import annotations

from datetime import date, timedelta

from made.arithmetic import chance

TASKS: tuple[tuple[str, str, date | None], ...] = (
    ("逐级成立疫情防控领导小组和办公室，明确工作小组职责", "教育局办公室", date(2020, 1, 26)),
    ("执行日报告和零报告制度", "领导小组办公室", None),
    ("校外培训机构停课并联合排查", "职成教股", date(2020, 1, 26)),
    ("排查近期到过风险地区的师生及其亲属", "学校安全股", date(2020, 2, 7)),
    ("高三、九年级先行开展线上辅导", "基础教育股", date(2020, 2, 10)),
    ("一校一策制定线上教学方案", "各学校", date(2020, 2, 14)),
    ("组织农村偏远学生收看同步课堂电视节目", "电教馆", date(2020, 2, 17)),
    ("督导检查学校防控措施落实情况", "督导室", date(2020, 2, 28)),
    ("会议决定：补充防护物资储备", "后勤股", date(2020, 2, 12)),
)
"""Task, responsible office, due; deadlines are illustrative."""

BEHIND = {("411702", 5), ("411722", 5), ("411722", 8), ("411729", 8)}
"""Unit and task that is not done although it was due."""


def tasks_of(unit: str, friday: date) -> list[tuple[str, str, date | None, str]]:
    """Return the tasks of ``unit`` as they stood on a Friday."""
    found = []
    for n, (task, responsible, due) in enumerate(TASKS):
        done = due is not None and due <= friday and (unit, n) not in BEHIND
        begun = due is None or friday >= due - timedelta(days=9)
        found.append((task, responsible, due, "done" if done else "in_progress" if begun else "not_started"))
    return found


def inspections_of(unit: str, name: str, friday: date) -> list[tuple[str, date, int | None, int, str]]:
    """Return the visits planned in February up to ten days after a Friday: place, planned, findings, open, main one."""
    visits: list[tuple[str, date, int | None, int, str]] = []
    for n, place in enumerate(("示例一中", "示例二中", "示例中心小学")):
        planned = date(2020, 2, 5) + timedelta(days=5 * n)
        if planned > friday + timedelta(days=10):
            continue
        if planned > friday or (unit == "411724" and n == 1):
            visits.append((name + place, planned, None, 0, ""))
            continue
        findings = int(3 * chance("findings", unit, n))
        still_open = min(findings, 1) if friday < planned + timedelta(days=7) else 0
        visits.append((name + place, planned, findings, still_open, "晨午检记录不完整" if findings else ""))
    return visits

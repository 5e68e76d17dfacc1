"""Tasks and inspections of the sample: what the published item says is done, with illustrative dates and states."""

from __future__ import annotations

from datetime import date

from made.followup import Visits

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


LEAD = 9
"""Days before its deadline on which a task is begun."""


def visits_of(name: str) -> Visits:
    """Return the visits that a unit of this name plans in February."""
    places = [name + school for school in ("示例一中", "示例二中", "示例中心小学")]
    return Visits(places, date(2020, 2, 5), 5, ("411724", 1), "晨午检记录不完整")

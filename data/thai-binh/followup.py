"""Tasks and inspections of the sample: the kinds of task that a directive on a school year sets, states made up."""

from __future__ import annotations

from datetime import date, timedelta

from made.arithmetic import chance

TASKS: tuple[tuple[str, str, date | None], ...] = (
    ("Rà soát toàn bộ học sinh chưa có thiết bị và đường truyền", "Các trường", date(2021, 9, 3)),
    ("Vận động hỗ trợ đủ thiết bị học trực tuyến", "Phòng Giáo dục và Đào tạo", date(2021, 9, 8)),
    ("Chọn hình thức dạy theo môn, cấp học; phân bổ thời gian học", "Phòng Giáo dục và Đào tạo", date(2021, 9, 6)),
    ("Phối hợp nhà mạng tính khả năng đáp ứng của đường truyền", "Trung tâm Viễn thông", date(2021, 9, 8)),
    ("Hướng dẫn cài đặt; vận chuyển sách, thiết bị đến nhà học sinh", "Đoàn Thanh niên", date(2021, 9, 17)),
    ("Kiểm tra hạ tầng công nghệ thông tin, tập huấn giáo viên", "Các trường", date(2021, 9, 3)),
    ("Lập tổ kiểm tra, theo dõi ở các trường", "Phòng Giáo dục và Đào tạo", date(2021, 9, 10)),
    ("Tuyên truyền, vận động phụ huynh", "Ủy ban nhân dân xã, phường", None),
    ("Bảo đảm tiến độ theo khung kế hoạch năm học", "Các trường", None),
)
"""Task, responsible body, due; deadlines are illustrative."""

BEHIND = {("341", 1), ("341", 3), ("343", 1), ("338", 3)}
"""Unit and task that is not done although it was due."""


def tasks_of(unit: str, friday: date) -> list[tuple[str, str, date | None, str]]:
    """Return the tasks of ``unit`` as they stood on a Friday."""
    found = []
    for n, (task, responsible, due) in enumerate(TASKS):
        done = due is not None and due <= friday and (unit, n) not in BEHIND
        begun = due is None or friday >= due - timedelta(days=6)
        found.append((task, responsible, due, "done" if done else "in_progress" if begun else "not_started"))
    return found


def inspections_of(unit: str, name: str, friday: date) -> list[tuple[str, date, int | None, int, str]]:
    """Return the visits planned up to ten days after a Friday: place, planned, findings, open, the main one."""
    visits: list[tuple[str, date, int | None, int, str]] = []
    for n, place in enumerate(("Trường THCS minh họa", "Trường tiểu học minh họa", "Trường THPT minh họa")):
        planned = date(2021, 8, 30) + timedelta(days=7 * n)
        if planned > friday + timedelta(days=10):
            continue
        if planned > friday or (unit == "342" and n == 1):
            visits.append((f"{place}, {name}", planned, None, 0, ""))
            continue
        findings = int(3 * chance("findings", unit, n))
        still_open = min(findings, 1) if friday < planned + timedelta(days=7) else 0
        what = "Chưa có thời khóa biểu chung cho buổi chiều" if findings else ""
        visits.append((f"{place}, {name}", planned, findings, still_open, what))
    return visits

"""What a citizen writes in an idea, as plain values between form and service."""

from __future__ import annotations

from dataclasses import dataclass

MAX_TITLE = 120
MAX_TEXT = 5_000


@dataclass(frozen=True)
class IdeaContent:
    """An idea as it was sent. `email` is for replies and is never shown; `focus_area_ids` holds at least one."""

    title: str
    text: str
    focus_area_ids: tuple[int, ...]
    vision_ids: tuple[int, ...] = ()
    local_area_id: int | None = None
    is_initiative: bool = False
    sender_name: str = ""
    show_name: bool = False
    association: str = ""
    email: str = ""

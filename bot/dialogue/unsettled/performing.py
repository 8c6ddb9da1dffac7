"""What became of an effect is read from the One Window, and nothing is done that was not done before."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.applying.performing import Office
from bot.dialogue.events import CancelPlace, ConfirmHold, FindOut, FoundOut, MovePlace
from bot.dialogue.joint.effects import CancelTogether, ConfirmTogether, MoveTogether
from bot.dialogue.ports import Appointment, Backend, BackendDown, Refused, Unknown


async def find_out(effect: FindOut, backend: Backend, office: Office | None) -> FoundOut:
    """The places that the effect is about, as they stand, or the case. Raises BackendDown."""
    match effect.of:
        case ConfirmHold(hold=hold, key=key):
            return FoundOut(effect, await _confirmed([hold], key, backend))
        case ConfirmTogether(holds=holds, key=key):
            return FoundOut(effect, await _confirmed(holds, key, backend))
        case MovePlace(appointment=appointment) | CancelPlace(appointment=appointment):
            return FoundOut(effect, await _standing([appointment], backend))
        case MoveTogether(moves=moves):
            return FoundOut(effect, await _standing([move.appointment for move in moves], backend))
        case CancelTogether(appointments=appointments):
            return FoundOut(effect, await _standing(appointments, backend))
    if office is None:
        raise BackendDown
    try:
        return FoundOut(effect, status=await office.applications.status(effect.case))
    except Unknown:
        return FoundOut(effect)


async def _confirmed(holds: Sequence[str], key: str, backend: Backend) -> tuple[Appointment, ...]:
    """What these holds became. They are given back first, so that asking with the key can only tell what was booked
    before: giving back what is booked changes nothing.
    """
    for hold in holds:
        await backend.release(hold)
    try:
        return tuple(await backend.confirm(holds, key))
    except Refused:
        return ()


async def _standing(appointments: Sequence[str], backend: Backend) -> tuple[Appointment, ...]:
    """Those that there are."""
    found = []
    for appointment in appointments:
        try:
            found.append(await backend.appointment(appointment))
        except Unknown:
            continue
    return tuple(found)

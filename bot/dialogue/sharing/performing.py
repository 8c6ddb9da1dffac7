"""Identity and shared data, asked: an effect goes out, and what came of it comes back as an event."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue.identity import Identity, LoginRefused, NotSure, WrongCode
from bot.dialogue.keeping import Invitations
from bot.dialogue.papers import Papers
from bot.dialogue.shared_data import Asked, NoConsent, SharedData
from bot.dialogue.sharing.effects import (
    Agreed,
    AnswerInvitation,
    ConsentGone,
    DataErased,
    Dispute,
    Disputed,
    EraseOwnData,
    Exported,
    ExportOwnData,
    FindInvitation,
    FinishLogin,
    GiveConsent,
    InvitationAnswered,
    InvitationFound,
    Invite,
    Invited,
    LoggedIn,
    LoginFailed,
    LoginOpened,
    LookedUp,
    LookUp,
    NoInvitation,
    OpenLogin,
    OwnDataRead,
    PersonGone,
    ReadOwnData,
    SharingEffect,
    SharingEvent,
    Withdraw,
    Withdrawn,
)

Personal = GiveConsent | Withdraw | ReadOwnData | ExportOwnData | EraseOwnData


@dataclass(frozen=True)
class Sharers:
    """Everybody who has a part in sharing. `channel` names the conversations of whoever asks."""

    identity: Identity
    shared: SharedData
    invitations: Invitations
    papers: Papers
    channel: str

    async def perform(self, effect: SharingEffect, chat: str) -> SharingEvent:
        """Do it. Raises BackendDown, IdentityDown."""
        match effect:
            case OpenLogin() | FinishLogin():
                return await self._log_in(effect, f"{self.channel}/{chat}")
            case LookUp() | Dispute():
                return await self._read(effect)
            case Invite() | FindInvitation() | AnswerInvitation():
                return await self._invite(effect, chat)
        number = await self.identity.number(effect.person)
        if number is not None:
            return await self._as_person(effect, number, chat)
        return DataErased(effect, None) if isinstance(effect, EraseOwnData) else PersonGone(effect)

    async def _log_in(self, effect: OpenLogin | FinishLogin, chat: str) -> SharingEvent:
        if isinstance(effect, OpenLogin):
            return LoginOpened(effect, await self.identity.open_login(chat, effect.level, effect.key))
        try:
            return LoggedIn(effect, await self.identity.finish_login(chat, effect.code, effect.key))
        except WrongCode:
            return LoginFailed(effect, "wrong")
        except NotSure:
            return LoginFailed(effect, "not-sure")
        except LoginRefused:
            return LoginFailed(effect, "over")

    async def _read(self, effect: LookUp | Dispute) -> SharingEvent:
        try:
            if isinstance(effect, LookUp):
                return LookedUp(effect, await self.shared.look_up(effect.consent, effect.wanted, effect.key))
            await self.shared.dispute(effect.consent, effect.finding, effect.key)
        except NoConsent:
            return ConsentGone(effect)
        return Disputed(effect)

    async def _as_person(self, effect: Personal, number: str, chat: str) -> SharingEvent:
        """What needs the person's own number, which stays in this call."""
        match effect:
            case GiveConsent():
                asked = Asked(effect.case, effect.procedure, effect.publication, effect.wanted)
                return Agreed(effect, await self.shared.agree(number, asked, effect.key))
            case Withdraw():
                try:
                    await self.shared.withdraw(number, effect.consent, effect.key)
                except NoConsent:
                    return ConsentGone(effect)
                return Withdrawn(effect)
            case ReadOwnData():
                return OwnDataRead(effect, await self.shared.own_data(number))
            case ExportOwnData():
                return Exported(effect, await self.shared.export(number, effect.key))
            case EraseOwnData():
                erased = await self.shared.erase(number, effect.key)
                await self.papers.forget(chat)
                await self.identity.forget(effect.person)
                return DataErased(effect, erased)

    async def _invite(self, effect: Invite | FindInvitation | AnswerInvitation, chat: str) -> SharingEvent:
        match effect:
            case Invite():
                invitation = await self.invitations.invite(effect, chat)
                return Invited(effect, invitation.code, invitation.until)
            case FindInvitation():
                found = await self.invitations.find(effect.code)
                if found is None:
                    return NoInvitation(effect)
                return InvitationFound(
                    effect,
                    found.case,
                    found.procedure,
                    found.publication,
                    found.role,
                    found.wanted,
                    found.asker,
                    found.until,
                )
        answered = await self.invitations.answer(effect.code, effect.consent, effect.key)
        return InvitationAnswered(effect) if answered else NoInvitation(effect)

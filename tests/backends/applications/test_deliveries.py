"""What a result sets off elsewhere: told once and only once, in its order, also to a body that is down for a day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.backends.onewindow.applications.bodies import BodyDown
from bot.backends.onewindow.applications.deliveries import pause
from bot.backends.onewindow.applications.refusals import NotStuck, WhichDelivery
from bot.backends.onewindow.applications.tables import delivery
from bot.database.tables import job
from bot.dialogue.ports import Unknown
from tests.backends.applications.hall import Hall, approval, happenings, part, then, told
from tests.backends.sharing.county import BUYER

DAY = 24 * 60
CODE = {"credit_code": "9199"}
THREE = (then("taxation"), then("seals", after=["taxation"]), then("bank", after=["taxation", "seals"]))


async def test_nobody_is_told_before_it_is_approved(hall: Hall) -> None:
    status = await hall.submit(part((1, "fire"), (2, "market"), then=THREE))
    assert told(status) == {"taxation": "waiting", "seals": "waiting", "bank": "waiting"}
    await hall.approve("fire")
    await hall.work(DAY)
    assert not any(body.tries for body in hall.bodies.values())


async def test_each_is_told_once_in_its_order(hall: Hall) -> None:
    await hall.submit(part(then=THREE))
    status = await hall.approve("market", registered=CODE)
    assert told(status) == {"taxation": "sending", "seals": "waiting", "bank": "waiting"}
    assert await hall.work() == []
    status = await hall.status()
    assert told(status) == {"taxation": "delivered", "seals": "delivered", "bank": "delivered"}
    delivered = [event for event in status.events if event.what == "delivered"]
    assert [(event.part, event.body) for event in delivered] == [("company", name) for name in hall.bodies]
    assert [body.tries for body in hall.bodies.values()] == [1, 1, 1]
    assert all(each.tries == 1 and each.delivered_at == hall.clock() for each in status.deliveries)
    await hall.work(DAY)
    assert [body.tries for body in hall.bodies.values()] == [1, 1, 1]


async def test_what_a_body_hears(hall: Hall) -> None:
    await hall.submit(part((1, "fire"), (2, "market"), approval(2, "food", apart=True), then=THREE[:1]))
    await hall.approve("fire")
    await hall.refuse("food")
    await hall.approve("market", registered=CODE)
    await hall.work()
    ((key, message),) = hall.bodies["taxation"].told.items()
    assert key == message.key == "A1/company/taxation"
    assert (message.case, message.procedure, message.what.en) == ("A1", "company", "is entered")
    assert message.form == {"name": "西湖茶叶店"}
    assert message.registered == {"market": CODE}


async def test_a_body_that_is_down_for_a_day(hall: Hall) -> None:
    hall.bodies["taxation"].down = True
    await hall.submit(part(then=THREE))
    await hall.approve("market")
    for _ in range(24):
        assert await hall.work(60) == []
    status = await hall.status()
    assert told(status) == {"taxation": "sending", "seals": "waiting", "bank": "waiting"}
    assert happenings(status).count("delivery-waits") == 1
    assert status.deliveries[0].tries == hall.bodies["taxation"].tries == 24
    assert await hall.desk.stuck() == ()
    hall.bodies["taxation"].down = False
    assert await hall.work(60) == []
    status = await hall.status()
    assert told(status) == {"taxation": "delivered", "seals": "delivered", "bank": "delivered"}
    assert [list(body.told) for body in hall.bodies.values()] == [[f"A1/company/{name}"] for name in hall.bodies]
    assert happenings(status)[4:] == ["delivery-waits", "delivered", "delivered", "delivered"]


async def test_it_is_tried_again_after_a_pause_that_grows_to_an_hour(hall: Hall) -> None:
    minutes = [pause(tries) // timedelta(minutes=1) for tries in (1, 2, 3, 6, 7, 8, 1000)]
    assert minutes == [1, 2, 4, 32, 60, 60, 60]
    hall.bodies["taxation"].down = True
    await hall.submit(part(then=THREE[:1]))
    await hall.approve("market")
    tries = []
    for _ in range(8):
        await hall.work(1)
        tries.append(hall.bodies["taxation"].tries)
    assert tries == [1, 2, 2, 3, 3, 3, 3, 4]  # the first at once, then after 1, 2 and 4 minutes


async def test_a_body_that_never_answers_goes_to_the_clerk(hall: Hall) -> None:
    hall.bodies["taxation"].down = True
    await hall.submit(part(then=THREE[:1]))
    await hall.approve("market")
    await hall.work()
    await hall.work(29 * DAY)
    assert told(await hall.status()) == {"taxation": "sending"}
    await hall.work(DAY)
    status = await hall.status()
    assert (told(status), happenings(status)[-1]) == ({"taxation": "refused"}, "delivery-refused")
    assert [(each.tell, each.state, each.note) for each in await hall.desk.stuck()] == [("taxation", "refused", None)]


@pytest.mark.parametrize("error", [BodyDown(), OSError(), TimeoutError(), ValueError("买方甲")])
async def test_whatever_goes_wrong_there_it_is_told_again(
    hall: Hall, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    heard = hall.bodies["taxation"].tell

    async def fail(message: Any) -> None:
        raise error

    hall.bodies["taxation"].tell = fail  # type: ignore[method-assign]
    await hall.submit(part(then=THREE[:1]))
    await hall.approve("market")
    assert await hall.work() == []
    assert told(await hall.status()) == {"taxation": "sending"}
    hall.bodies["taxation"].tell = heard  # type: ignore[method-assign]
    await hall.work(1)
    assert told(await hall.status()) == {"taxation": "delivered"}
    assert "买方甲" not in caplog.text


async def test_a_body_that_fails_is_spared_and_the_others_are_told(hall: Hall) -> None:
    """After three failures it is not called for half a minute; then once, and when it answers, for all."""
    hall.bodies["taxation"].down = True
    for case in range(6):
        await hall.submit(part(then=[then("taxation"), then("bank")]), case=f"B{case}")
        await hall.approve("market", f"B{case}")
    assert await hall.work() == []
    assert (hall.bodies["taxation"].tries, hall.bodies["bank"].tries) == (3, 6)
    hall.bodies["taxation"].down = False
    assert await hall.work(1) == []
    assert (len(hall.bodies["taxation"].told), hall.bodies["taxation"].tries) == (6, 9)


async def test_a_refusal_is_never_lost(hall: Hall) -> None:
    hall.bodies["taxation"].refuses = "没有这个行业代码"
    await hall.submit(part(then=THREE))
    await hall.approve("market")
    await hall.work()
    await hall.work(30 * DAY)
    status = await hall.status()
    assert told(status) == {"taxation": "refused", "seals": "waiting", "bank": "waiting"}
    assert (happenings(status)[-1], status.deliveries[0].note) == ("delivery-refused", "没有这个行业代码")
    (stuck,) = await hall.desk.stuck()
    assert (stuck.case, stuck.part, stuck.tell, stuck.note) == ("A1", "company", "taxation", "没有这个行业代码")


async def test_the_clerk_has_it_told_once_more(hall: Hall) -> None:
    hall.bodies["taxation"].refuses = "没有这个行业代码"
    await hall.submit(part(then=THREE))
    await hall.approve("market")
    await hall.work()
    hall.bodies["taxation"].refuses = None
    for _ in range(2):
        assert told(await hall.desk.redeliver("A1", "taxation", "again"))["taxation"] == "sending"
    await hall.work()
    status = await hall.status()
    assert set(told(status).values()) == {"delivered"}
    assert (status.deliveries[0].tries, status.deliveries[0].note) == (2, None)
    assert await hall.desk.stuck() == ()
    with pytest.raises(NotStuck):
        await hall.desk.redeliver("A1", "taxation", "once more")


async def test_the_clerk_deals_with_it_by_hand(hall: Hall) -> None:
    hall.bodies["taxation"].refuses = "没有这个行业代码"
    await hall.submit(part(then=THREE))
    await hall.approve("market")
    await hall.work()
    status = await hall.desk.settle("A1", "taxation", "电话里办好了", "settle")
    assert told(status) == {"taxation": "settled", "seals": "sending", "bank": "waiting"}
    assert (happenings(status)[-1], status.deliveries[0].note) == ("delivery-settled", "电话里办好了")
    assert await hall.desk.settle("A1", "taxation", "电话里办好了", "settle") == status
    await hall.work()
    assert told(await hall.status()) == {"taxation": "settled", "seals": "delivered", "bank": "delivered"}
    with pytest.raises(NotStuck):
        await hall.desk.settle("A1", "taxation", "又办了一次", "again")


async def test_who_is_not_told_needs_no_clerk(hall: Hall) -> None:
    await hall.submit(part(then=THREE))
    with pytest.raises(NotStuck):
        await hall.desk.settle("A1", "bank", "?", "key")
    with pytest.raises(Unknown):
        await hall.desk.settle("A1", "veterans", "?", "key")
    with pytest.raises(Unknown):
        await hall.desk.redeliver("A2", "bank", "key")


async def test_what_begins_with_the_submission(hall: Hall) -> None:
    await hall.submit(part(then=[then("bank", once="submitted"), then("seals", after=["bank"])]))
    await hall.work()
    assert told(await hall.status()) == {"bank": "delivered", "seals": "waiting"}
    assert hall.bodies["bank"].told["A1/company/bank"].registered == {}
    await hall.approve("market")
    await hall.work()
    assert told(await hall.status()) == {"bank": "delivered", "seals": "delivered"}


async def test_nobody_hears_of_what_was_refused(hall: Hall) -> None:
    after = then("seals", once="submitted", after=["taxation"])
    await hall.submit(part(then=[then("taxation"), after, then("bank", once="submitted")]))
    status = await hall.refuse("market")
    assert told(status) == {"taxation": "dropped", "seals": "dropped", "bank": "sending"}
    await hall.work(DAY)
    assert told(await hall.status()) == {"taxation": "dropped", "seals": "dropped", "bank": "delivered"}


async def test_each_part_tells_its_own(hall: Hall) -> None:
    await hall.submit(part(then=THREE[:1]), part((1, "food"), procedure="food", then=[then("taxation")]))
    await hall.refuse("food")
    await hall.approve("market")
    await hall.work()
    assert [each.state for each in (await hall.status()).deliveries] == ["delivered", "dropped"]
    assert list(hall.bodies["taxation"].told) == ["A1/company/taxation"]


async def test_a_part_tells_while_another_is_open(hall: Hall) -> None:
    await hall.submit(part(then=THREE[:1]), part((1, "food"), procedure="food"))
    await hall.approve("market")
    await hall.work()
    status = await hall.status()
    assert (status.state, told(status)) == ("deciding", {"taxation": "delivered"})


async def test_withdrawn_tells_nobody_new(hall: Hall) -> None:
    waiting = then("bank", after=["taxation"])
    hall.bodies["taxation"].down = True
    await hall.submit(part(then=[then("taxation"), waiting]), part((1, "food"), procedure="food", then=[then("seals")]))
    await hall.approve("market")
    await hall.work()
    status = await hall.window.withdraw(BUYER, "A1", "withdraw")
    assert told(status) == {"taxation": "sending", "bank": "waiting", "seals": "dropped"}  # the company is there
    hall.bodies["taxation"].down = False
    await hall.work(60)
    assert told(await hall.status()) == {"taxation": "delivered", "bank": "delivered", "seals": "dropped"}


async def test_a_body_that_is_told_twice_by_one_part(hall: Hall) -> None:
    hall.bodies["taxation"].refuses = "?"
    await hall.submit(part(then=[then("taxation"), then("taxation", once="submitted")]))
    await hall.approve("market")
    await hall.work()
    assert [each.state for each in (await hall.status()).deliveries] == ["refused", "refused"]
    with pytest.raises(WhichDelivery):
        await hall.desk.redeliver("A1", "taxation", "again")


async def test_a_body_told_by_two_parts_is_named_with_its_part(hall: Hall) -> None:
    hall.bodies["taxation"].refuses = "?"
    await hall.submit(part(then=THREE[:1]), part((1, "food"), procedure="food", then=[then("taxation")]))
    await hall.approve("market")
    await hall.approve("food")
    await hall.work()
    with pytest.raises(WhichDelivery) as raised:
        await hall.desk.settle("A1", "taxation", "好了", "key")
    assert raised.value.parts == ("company", "food")
    status = await hall.desk.settle("A1", "taxation", "好了", "key", part="food")
    assert [each.state for each in status.deliveries] == ["refused", "settled"]


async def test_a_body_that_nobody_knows_goes_to_the_clerk(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    await hall.submit(part(then=[then("veterans")]))
    await hall.approve("market")
    assert await hall.work() == []
    assert [each.tell for each in await hall.desk.stuck()] == ["veterans"]
    assert "veterans" in caplog.text


async def test_a_try_that_was_lost_is_seen(hall: Hall) -> None:
    """Its job is gone, however that happened."""
    await hall.submit(part(then=THREE[:1]))
    await hall.approve("market")
    async with hall.engine.begin() as connection:
        await connection.execute(job.delete())
    hall.clock.turn(DAY)
    assert await hall.desk.stuck() == ()
    hall.clock.turn(1)
    assert [(each.tell, each.state) for each in await hall.desk.stuck()] == [("taxation", "sending")]
    await hall.desk.redeliver("A1", "taxation", "again")
    await hall.work()
    assert told(await hall.status()) == {"taxation": "delivered"}


async def test_settled_while_it_is_being_told(hall: Hall) -> None:
    """What the body says then is not needed any more."""
    await hall.submit(part(then=THREE[:1]))
    await hall.approve("market")

    async def settled(message: Any) -> None:
        await hall.desk.settle("A1", "taxation", "好了", "key")

    hall.bodies["taxation"].tell = settled  # type: ignore[method-assign]
    assert await hall.work() == []
    status = await hall.status()
    assert (told(status), happenings(status)[-1]) == ({"taxation": "settled"}, "delivery-settled")
    assert (await hall.rows(delivery))[0].tries == 0

"""cs messages and templates: to whom they may go, what they cost, what the phone shows and what the webhook hears."""

from __future__ import annotations

from typing import Any

from bot.sandbox_zalo import fetching
from bot.sandbox_zalo.clocks import in_viet_nam
from bot.sandbox_zalo.official import events, messages, windows
from bot.sandbox_zalo.official.errors import OaError, wrong
from bot.sandbox_zalo.official.messages import Message
from bot.sandbox_zalo.official.world import Person, World

NIGHT_FROM, NIGHT_UNTIL = 22, 6

Json = dict[str, Any]


def send_cs(world: World, body: Json) -> Json:
    """POST /v3.0/oa/message/cs."""
    recipient = body.get("recipient")
    user = recipient.get("user_id") if isinstance(recipient, dict) else None
    if not isinstance(user, str) or not user:
        raise wrong("recipient")
    message = messages.read(world, body.get("message"))
    person = windows.check_reachable(world.people.get(user))
    quota = windows.charge(world, person)
    message_id = world.next_message_id()
    _show(world, person, message, message_id)
    if world.settings.echoes:
        world.hook.send(events.echo(world, person, message.kind, _echoed(world, message, message_id)))
    if world.settings.receipts:
        world.hook.send(events.received(world, person, message_id))
    return {"message_id": message_id, "user_id": user, "sent_time": str(world.stage.now_ms()), "quota": quota}


def send_template(world: World, body: Json) -> Json:
    """POST /v3.0/oa/message/template: bound to no window, but to an approved template, a day's quota and daylight."""
    person = world.people.get(str(body.get("user_id", "")))
    if person is None or not person.met:
        raise OaError(-201, "Params is invalid: no prior contact with this user")
    if person.blocked:
        raise OaError(-244)
    text = _filled(world, str(body.get("template_id", "")), body.get("template_data"))
    now = in_viet_nam(world.stage.clock())
    if now.hour >= NIGHT_FROM or now.hour < NIGHT_UNTIL:
        raise OaError(-133)
    day = f"{now:%Y-%m-%d}"
    if world.templates_sent[day] >= world.settings.templates_a_day:
        raise OaError(-147)
    world.templates_sent[day] += 1
    message_id = world.next_message_id()
    world.show(person, "bot", "template", message_id, text=text, buttons=[])
    world.hook.send(events.received(world, person, message_id), events.ZBS_HEADER)
    left = world.settings.templates_a_day - world.templates_sent[day]
    quota = {"dailyQuota": str(world.settings.templates_a_day), "remainingQuota": str(left)}
    return {"msg_id": message_id, "sent_time": str(world.stage.now_ms()), "quota": quota}


def _filled(world: World, template_id: str, data: Any) -> str:
    template = world.templates.get(template_id)
    if template is None:
        raise OaError(-109)
    if not template.approved:
        raise OaError(-131)
    if not template.by_user_id:
        raise OaError(-249)
    if not isinstance(data, dict):
        raise wrong("template_data")
    if set(data) - set(template.limits):
        raise OaError(-1124)
    for name, limit in template.limits.items():
        if not data.get(name):
            raise OaError(-1122)
        if len(str(data[name])) > limit:
            raise OaError(-1121)
    text = template.text or " · ".join(f"{{{name}}}" for name in template.limits)
    for name, value in data.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def _show(world: World, person: Person, message: Message, message_id: str) -> None:
    more: Json = {"text": message.text, "buttons": message.buttons}
    if message.kind != "text" and message.buttons and not world.settings.media_buttons_render:
        more["buttons"] = []
    if message.asks is not None:
        more["asks"] = message.asks
    if message.file is not None:
        more |= {"file": world.stage.base_url + message.file.path, "name": message.file.name}
    fetched = message.picture.startswith(("http://", "https://"))
    if message.picture:
        more["photo"] = message.picture if fetched else world.stage.base_url + message.picture
    shown = world.show(person, "bot", message.kind, message_id, **more)
    if fetched:
        fetching.plan(world.stage, shown, message.picture, (0.0,), lambda: world.changed(person, "photo"))


def _echoed(world: World, message: Message, message_id: str) -> Json:
    echoed: Json = {"msg_id": message_id}
    if message.text:
        echoed["text"] = message.text
    if message.picture:
        echoed["attachments"] = [{"type": message.kind, "payload": {"url": message.picture}}]
    return echoed

"""views.*, files.* and response_urls of the local Slack."""

from tests.platforms.patience import ACKNOWLEDGE
from tests.platforms.slack.blocks import Invalid, check_view
from tests.platforms.slack.chat import ApiError, Method, checked_content, needs, only
from tests.platforms.slack.world import Hook, Json, Message, Team, View, World

TRIGGER_SECONDS = ACKNOWLEDGE
HOOK_USES = 5
HOOK_SECONDS = 30 * 60


def _checked(view: object, kind: str) -> Json:
    try:
        check_view(view, kind)
    except Invalid as error:
        raise ApiError("invalid_arguments", errors=[str(error)]) from None
    assert isinstance(view, dict)
    return view


def _spend(world: World, team: Team, arguments: Json) -> str:
    """Use a trigger up; whose it was."""
    trigger = world.triggers.get(str(arguments.get("trigger_id", "")))
    if trigger is None or trigger.team != team.id:
        raise ApiError("invalid_trigger_id")
    if trigger.used:
        raise ApiError("exchanged_trigger_id")
    if world.now() - trigger.made > TRIGGER_SECONDS:
        raise ApiError("expired_trigger_id")
    trigger.used = True
    return trigger.user


def _made(world: World, team: Team, user: str, view: Json) -> View:
    return View(world.number("V"), user, view, world.number("hash"), team.id)


def open_view(world: World, team: Team, arguments: Json) -> Json:
    only(arguments, {"trigger_id", "view"})
    view = _checked(arguments.get("view"), "modal")
    user = _spend(world, team, arguments)
    opened = _made(world, team, user, view)
    world.modals[user] = [opened]
    return {"view": opened.payload()}


def push_view(world: World, team: Team, arguments: Json) -> Json:
    only(arguments, {"trigger_id", "view"})
    view = _checked(arguments.get("view"), "modal")
    user = _spend(world, team, arguments)
    stack = world.modals.setdefault(user, [])
    if len(stack) >= 3:
        raise ApiError("push_limit_reached")
    stack.append(_made(world, team, user, view))
    return {"view": stack[-1].payload()}


def update_view(world: World, team: Team, arguments: Json) -> Json:
    only(arguments, {"view_id", "external_id", "hash", "view"})
    view = _checked(arguments.get("view"), "modal")
    for stack in world.modals.values():
        for shown in stack:
            if shown.id == arguments.get("view_id") and shown.team == team.id:
                if arguments.get("hash", shown.hash) != shown.hash:
                    raise ApiError("hash_conflict")
                shown.view, shown.hash = view, world.number("hash")
                return {"view": shown.payload()}
    raise ApiError("not_found")


def publish_view(world: World, team: Team, arguments: Json) -> Json:
    only(arguments, {"user_id", "view", "hash"})
    view = _checked(arguments.get("view"), "home")
    user = str(arguments.get("user_id", ""))
    if user not in world.users:
        raise ApiError("user_not_found")
    world.homes[user] = _made(world, team, user, view)
    return {"view": world.homes[user].payload()}


def upload_url(world: World, team: Team, arguments: Json) -> Json:
    needs(team, "files:write")
    if not arguments.get("filename") or int(arguments.get("length") or 0) <= 0:
        raise ApiError("invalid_arguments")
    alternative = str(arguments.get("alt_txt") or "")
    if len(alternative) > 1_000:
        raise ApiError("alt_txt_too_large")
    file = {
        "id": world.number("F"), "name": arguments["filename"], "content": b"", "channel": "",
        "length": int(arguments["length"]), "team": team.id, "alt": alternative, "done": False,
        "busy": world.busy_with_files,
    }  # fmt: skip
    world.files.append(file)
    return {"file_id": file["id"], "upload_url": f"{arguments['_base']}/upload/{file['id']}"}


def complete_upload(world: World, team: Team, arguments: Json) -> Json:
    needs(team, "files:write")
    done = []
    for given in arguments.get("files") or []:
        file = next((f for f in world.files if f["id"] == given["id"]), None)
        if file is None or not file["content"]:
            raise ApiError("file_not_found")
        channel = str(arguments.get("channel_id", ""))  # without one nobody sees it yet
        if channel and channel not in world.channels:
            raise ApiError("channel_not_found")
        file["channel"], file["done"] = channel, True
        done.append({"id": file["id"], "title": given.get("title", "")})
    return {"files": done}


def use_hook(world: World, hook: Hook | None, payload: Json) -> tuple[int, str]:
    """A call of a response_url: status and body."""
    if hook is None:
        return 404, "no_service"
    if hook.uses >= HOOK_USES:
        return 404, "used_url"
    if world.now() - hook.made > HOOK_SECONDS:
        return 404, "expired_url"
    try:
        only(payload, {"text", "blocks", "response_type", "replace_original", "delete_original",
                       "thread_ts", "metadata", "mrkdwn", "unfurl_links",
                       "unfurl_media"})  # fmt: skip
        deleting = bool(payload.get("delete_original"))
        text, blocks = (
            ("", [])
            if deleting
            else checked_content(world, hook.team, payload, 40_000, stays=False)
        )
    except ApiError as error:
        return 400, f"{error.code} {error.more}"
    hook.uses += 1
    _answer(world, hook, payload, text, blocks)
    return 200, "ok"


def _answer(world: World, hook: Hook, payload: Json, text: str, blocks: list[Json]) -> None:
    original = hook.message
    if payload.get("delete_original"):
        if original is not None:
            original.deleted = True
        return
    if payload.get("replace_original") and original is not None:
        original.change(text, blocks)
        world.changed(original)
        return
    # Without a message that was clicked (slash commands), replacing shows a new message.
    public = payload.get("response_type") == "in_channel"
    team = world.teams[hook.team]
    world.store(
        Message(
            hook.channel, world.new_ts(), team.bot_user, text, blocks,
            str(payload.get("thread_ts") or ""), ephemeral_to="" if public else hook.user,
            bot=True, team=hook.team,
        )
    )  # fmt: skip


METHODS: dict[str, Method] = {
    "views.open": open_view,
    "views.push": push_view,
    "views.update": update_view,
    "views.publish": publish_view,
    "files.getUploadURLExternal": upload_url,
    "files.completeUploadExternal": complete_upload,
}

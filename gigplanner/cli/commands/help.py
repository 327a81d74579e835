"""`gigplanner help` and `gigplanner completion`: how the program is used."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem, get_completion_class

from gigplanner.cli.options import command
from gigplanner.cli.show import say
from gigplanner.cli.topics import TOPICS, Topic
from gigplanner.model.errors import BadInput, GigError
from gigplanner.model.text import quoted

COMPLETION_VARIABLE = "_GIGPLANNER_COMPLETE"
_WIDEST = 88
_SHELLS = ("bash", "zsh", "fish")


def _topics(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    return [
        CompletionItem(name, help=topic.title) for name, topic in TOPICS.items() if name.startswith(begun)
    ]


@command("help")
@click.argument("words", nargs=-1, metavar="[TOPIC]", shell_complete=_topics)
@click.pass_context
def help_(context: click.Context, words: tuple[str, ...]) -> None:
    """Explain a topic: plan, import, keys, … Without one: list them."""
    name = "-".join(words).casefold()
    group = context.find_root().command
    if not name:
        say(_overview())
    elif topic := TOPICS.get(name):
        say(_page(topic, group, context))
    elif isinstance(group, click.Group) and (found := group.get_command(context, name)):
        say(_usage(found, name, context))
    else:
        raise BadInput(f"{quoted(name)} is no topic: there are {', '.join(TOPICS)}, and all commands.")


@command("completion")
@click.argument("shell", type=click.Choice(_SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that lets a shell complete commands with tab.

    \b
    eval "$(gigplanner completion bash)"
    """
    made = get_completion_class(shell)
    if made is None:
        raise GigError(f"There is no completion for {shell}.")
    say(made(context.find_root().command, {}, "gigplanner", COMPLETION_VARIABLE).source().strip())


def _overview() -> str:
    width = max(map(len, TOPICS))
    lines = [f"  {name:{width}}  {topic.title}" for name, topic in TOPICS.items()]
    return "\n".join(["Topics, for gigplanner help TOPIC:", "", *lines, "", "Commands: gigplanner --help"])


def _page(topic: Topic, group: click.Command, context: click.Context) -> str:
    parts = [topic.title, _wrapped(topic.text)]
    if rows := topic.listed():
        width = max(len(left) for left, _ in rows)
        parts.append(
            "\n".join(f"  {left:{width}}  {right}" if left else f"\n{right}" for left, right in rows)
        )
    for name in topic.commands:
        found = group.get_command(context, name) if isinstance(group, click.Group) else None
        if found is not None:
            parts.append(f"gigplanner {name}: {found.get_short_help_str(_WIDEST)}")
    more = ", ".join(f"gigplanner {name} --help" for name in topic.commands)
    return "\n\n".join([*parts, f"See {more}."])


def _usage(found: click.Command, name: str, context: click.Context) -> str:
    root = context.find_root()
    return found.get_help(click.Context(found, info_name=name, parent=root))


def _wrapped(text: str) -> str:
    """Paragraphs in the terminal's width; what is indented stays as it is."""
    import shutil
    import textwrap

    width = min(_WIDEST, shutil.get_terminal_size().columns)
    paragraphs = (
        block if block.startswith("  ") else textwrap.fill(block, max(20, width))
        for block in text.strip("\n").split("\n\n")
    )
    return "\n\n".join(paragraphs)

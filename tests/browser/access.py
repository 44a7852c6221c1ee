"""Whether everybody can use a page: what axe finds on it, whether it fits a phone, what the browser complains of.

Colours are most of axe's work. What an element looks like, in all that it stands in, decides about them: so what looks
the same in the same place, as the head and the foot of every page and the rows of a table do, is judged where it is
seen first. What passed there is not judged again; what did not, or could not be judged, is, wherever it is.
"""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

_passed: list[str] = []
_SCRIPT = """
() => {
  const RULES = ["color-contrast", "link-in-text-block"];
  const judged = ({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(
    ({ html, failureSummary }) => `${id}: ${html.slice(0, 120)} ${(failureSummary || "").slice(0, 160)}`));
  const says = element => [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const digest = text => {
    let [one, two] = [0xdeadbeef, 0x41c6ce57];
    for (let at = 0; at < text.length; at++) {
      one = Math.imul(one ^ text.charCodeAt(at), 2654435761);
      two = Math.imul(two ^ text.charCodeAt(at), 1597334677);
    }
    return (one >>> 0).toString(36) + (two >>> 0).toString(36);
  };
  const lookOf = (element, looks) => {
    if (!element) return "";
    if (!looks.has(element)) {
      const style = getComputedStyle(element);
      const own = [
        lookOf(element.parentElement, looks), element.localName, element.className, says(element), style.color,
        style.backgroundColor, style.backgroundImage, style.opacity, style.fontSize, style.fontWeight,
        style.textDecorationLine, style.textShadow, style.position,
      ];
      looks.set(element, digest(own.join("|")));
    }
    return looks.get(element);
  };
  window.access = {
    structure: async () => judged(await axe.run({
      resultTypes: ["violations"], rules: Object.fromEntries(RULES.map(rule => [rule, { enabled: false }])),
    })),
    colours: async passed => {
      const looks = new Map(), known = new Set(passed), look = element => lookOf(element, looks);
      const seen = [...document.body.querySelectorAll("*")].filter(
        element => says(element) || element.matches("input, select, textarea"));
      const fresh = () => seen.filter(element => !known.has(look(element)));
      const judge = async elements => {
        if (!elements.length) return [];
        const found = await axe.run({ include: elements }, {
          runOnly: RULES, resultTypes: ["violations", "passes", "incomplete"], elementRef: true,
        });
        const of = results => new Set(results.flatMap(({ nodes }) => nodes.map(({ element }) => look(element))));
        const doubtful = of([...found.violations, ...found.incomplete]);
        of(found.passes).forEach(one => doubtful.has(one) || known.add(one));
        return judged(found);
      };
      const shown = fresh().filter(element => element.checkVisibility({ visibilityProperty: true }));
      await judge([...new Map(shown.map(element => [look(element), element])).values()]);
      const wrong = await judge(fresh());
      return [wrong, [...known].slice(passed.length)];
    },
  };
}
"""


def listen(page: Page) -> list[str]:
    """What the browser complains of from now on: scripts that fail, styles that the policy refuses."""
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def wrong_in_light_and_dark(page: Page) -> list[str]:
    """The colours change on the page that is there, as they do at dusk; nothing else does (see test_access)."""
    page.emulate_media(color_scheme="light")
    found = wrong_with(page)
    page.emulate_media(color_scheme="dark")
    return [f"{page.url}: {problem}" for problem in [*found, *_wrong_colours(page)]]


def wrong_with(page: Page) -> list[str]:
    """What axe finds, and whether the page must be scrolled sideways."""
    page.evaluate(AXE_SCRIPT)
    page.evaluate(_SCRIPT)
    found: list[str] = page.evaluate("access.structure()")
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append("wider than the phone")
    return found + _wrong_colours(page)


def _wrong_colours(page: Page) -> list[str]:
    found, passed = page.evaluate("passed => access.colours(passed)", _passed)
    _passed.extend(passed)
    scheme = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'")
    return [f"{problem} ({scheme})" for problem in found]

"""One visit to a state of a page, from which every check is made: what the browser heard, measured and drew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response, Route, expect
from playwright.sync_api import Error as PlaywrightError

from tests.browser.states import Case
from tests.browser.world import World

# The world is served on another port each time; the pages that show their own address look the same in every picture.
STEADY_ADDRESS = """() => {
    const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const steady = texts.currentNode.data.replace(/http:\\/\\/127\\.0\\.0\\.1:\\d+/g, "https://asesor.example");
        if (steady !== texts.currentNode.data) texts.currentNode.data = steady;
    }
}"""
MEASURE = (Path(__file__).parent / "measure.js").read_text("utf-8")
WIDTHS = {320: 640, 360: 740, 768: 1024, 1280: 900}
PICTURED = (360, 768, 1280)
DARK = "360-dark"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# In the dark only the colours differ.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
ZOOMED_WIDTH = 640
LONGEST_WAIT_MS = 10_000
# Only the page of the design system is longer; Chromium draws no picture of more than 16,384 px.
TALLEST = 12_000
LISTEN = """window.refusedByPolicy = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refusedByPolicy.push(`${event.violatedDirective} refused ${event.blockedURI} ${event.sample}`));"""


@dataclass
class Visit:
    """What one visit found; `not_shown` is why the state was not reached, and then nothing else was looked at.

    layouts: by width, "zoomed" with text twice as large; pictures: by width, 360-dark too.
    """

    case: Case
    not_shown: str = ""
    status: int = 0
    troubles: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    violations_in_the_dark: list[str] = field(default_factory=list)
    structure: Mapping[str, object] = field(default_factory=dict)
    targets: list[Mapping[str, object]] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    layouts: dict[str, Mapping[str, object]] = field(default_factory=dict)
    pictures: dict[str, Path] = field(default_factory=dict)


# A bar without an end moves for ever (its script would take a value off again: another bar stands in for it), and the
# other woven band arrives after the scheme has changed.
STAND_STILL = """async () => {
  for (const bar of document.querySelectorAll("progress:indeterminate")) {
    const still = bar.cloneNode();
    still.value = 40;
    bar.replaceWith(still);
  }
  const band = getComputedStyle(document.querySelector(".band")).backgroundImage;
  const picture = new Image();
  picture.src = band.slice(5, -2);
  await picture.decode();
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
}"""


class Walker:
    """Goes through the world with one browser, each state once with and once without scripts. checks off: only draw."""

    def __init__(self, browser: Browser, world: World, folder: Path, *, checks: bool = True) -> None:
        self.browser, self.world, self.folder, self.checks = browser, world, folder, checks
        self._plain: BrowserContext | None = None
        self._visits: dict[tuple[str, bool], Visit] = {}
        self._axe = Axe().axe_script

    def visit(self, case: Case) -> Visit:
        """Return the visit with scripts: every measure and picture."""
        return self._once(case, scripts=True)

    def visit_without_scripts(self, case: Case) -> Visit:
        """Return the visit with scripts off: what is shown and what can be done."""
        return self._once(case, scripts=False)

    def _once(self, case: Case, *, scripts: bool) -> Visit:
        key = case.id, scripts
        if key not in self._visits:
            self._visits[key] = self._go(case, scripts=scripts)
        return self._visits[key]

    def _go(self, case: Case, *, scripts: bool) -> Visit:
        visit = Visit(case)
        with self.opened(case, visit, scripts=scripts) as page:
            if not self._reached(page, case, visit):
                return visit
            if scripts:
                self._look_around(page, visit)
            else:
                visit.actions = page.evaluate(MEASURE, ["actions"])["actions"]
        return visit

    @contextmanager
    def opened(self, case: Case, visit: Visit, *, scripts: bool = True) -> Iterator[Page]:
        """Give a page on a phone with the visitor's session, all of whose troubles the visit notes."""
        context = self._phone() if scripts else self._phone_without_scripts()
        context.add_cookies(self.world.storage(case.state.visitor)["cookies"])
        page = context.new_page()
        page.add_init_script(LISTEN)
        self._listen(page, visit)
        try:
            yield page
        finally:
            page.close() if context is self._plain else context.close()

    def _phone(self, *, scripts: bool = True) -> BrowserContext:
        context = self.browser.new_context(
            viewport=_size(360),
            java_script_enabled=scripts,
            locale="es-PE",
            timezone_id="America/Lima",
            reduced_motion="reduce",
            service_workers="block",
        )
        context.set_default_timeout(LONGEST_WAIT_MS)
        return context

    def _phone_without_scripts(self) -> BrowserContext:
        """Without scripts a phone keeps nothing but cookies, so one can serve every visitor."""
        if self._plain is None:
            self._plain = self._phone(scripts=False)
        self._plain.clear_cookies()
        return self._plain

    def _listen(self, page: Page, visit: Visit) -> None:
        def heard(kind: str, text: str) -> None:
            # Chromium remarks on every page that is answered as a refusal, which is what some states are; and on the
            # service worker that we leave out, so that no page comes from a copy.
            ours = f"status of {visit.case.state.status} " in text or "blocked by Playwright" in text
            if kind in ("error", "warning") and not ours:
                visit.troubles.append(f"console: {text}")

        def asked(request: Request) -> None:
            if not request.url.startswith((self.world.address, "data:", "blob:")):
                visit.troubles.append(f"request to another site: {request.url}")

        def answered(response: Response) -> None:
            if response.request.is_navigation_request():
                visit.status = response.status

        page.on("console", lambda message: heard(message.type, message.text))
        page.on("pageerror", lambda error: visit.troubles.append(f"script: {error}"))
        page.on("request", asked)
        page.on("response", answered)

    def _reached(self, page: Page, case: Case, visit: Visit) -> bool:
        """Open the address, act, and look for what proves the state."""
        state = case.state
        try:
            page.goto(self.world.url(state.path))
            if state.act:
                assert visit.status < 400, "the page to act on is not answered"
                state.act(page)
                page.wait_for_load_state()
            assert visit.status == state.status, f"answered with {visit.status}, not {state.status}"
            expect(page.locator(state.expects).first).to_be_visible(timeout=LONGEST_WAIT_MS)
        except (AssertionError, PlaywrightError) as problem:
            visit.not_shown = f"{page.url}: {str(problem)[:600]}"
            return False
        # Pages that renew themselves stay as they are while they are looked at.
        page.route("**/*", _stay)
        return True

    def _look_around(self, page: Page, visit: Visit) -> None:
        self._measure(page, visit, 360)
        visit.troubles += page.evaluate("window.refusedByPolicy")
        self._picture(page, visit, "360")
        if self.checks:
            page.evaluate(self._axe)
            visit.violations = _violations(page, {"type": "tag", "values": WCAG})
        page.emulate_media(color_scheme="dark")
        self._picture(page, visit, DARK)
        if self.checks:
            visit.violations_in_the_dark = _violations(page, {"type": "rule", "values": COLOUR_RULES})
        page.emulate_media(color_scheme="light")
        for width in (320, 768, 1280):
            page.set_viewport_size(_size(width))
            visit.layouts[str(width)] = page.evaluate(MEASURE, ["layout"])["layout"]
            if width in PICTURED:
                self._picture(page, visit, str(width))
        page.set_viewport_size({"width": ZOOMED_WIDTH, "height": 900})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        visit.layouts["zoomed"] = page.evaluate(MEASURE, ["layout"])["layout"]

    def _measure(self, page: Page, visit: Visit, width: int) -> None:
        found = page.evaluate(MEASURE, ["structure", "layout", "targets", "actions"])
        visit.structure, visit.targets, visit.actions = found["structure"], found["targets"], found["actions"]
        visit.layouts[str(width)] = found["layout"]

    def _picture(self, page: Page, visit: Visit, name: str) -> None:
        path = self.folder / f"{picture_stem(visit.case)}--{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        page.evaluate(STEADY_ADDRESS)
        # A picture that is still on its way would change the height of the page.
        page.evaluate("Promise.all([...document.images].map(image => image.decode().catch(() => null)))")
        height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
        frame = {"x": 0, "y": 0, "width": page.viewport_size["width"], "height": height}
        page.evaluate(STAND_STILL)
        page.screenshot(path=path, full_page=True, clip=frame, animations="disabled")
        visit.pictures[name] = path


def picture_stem(case: Case) -> str:
    """Return the beginning of the names of a state's pictures."""
    return case.id.replace(" ", "-")


def _stay(route: Route) -> None:
    if route.request.is_navigation_request():
        route.fulfill(status=204)
    else:
        route.continue_()


def expected_pictures(case: Case) -> list[str]:
    """Return the names of a state's pictures, without ending."""
    return [f"{picture_stem(case)}--{width}" for width in (*PICTURED, DARK)]


def _size(width: int) -> dict[str, int]:
    return {"width": width, "height": WIDTHS[width]}


def _violations(page: Page, run_only: Mapping[str, object]) -> list[str]:
    found = page.evaluate(
        "options => axe.run(options).then(({ violations }) => violations.map(({ id, help, nodes }) => "
        "`${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`))",
        {"runOnly": dict(run_only), "resultTypes": ["violations"]},
    )
    return list(found)

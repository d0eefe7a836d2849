"""The pages in a real Chromium: they fit a phone, follow light and dark, lead on, and run no script."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from storage import Store
from tests.stories import NOON, article, paragraphs

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="chromium and chromium-driver are not installed"),
    # Selenium leaves its sockets to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

# Without them Chromium asks its maker's servers at every start, or needs a sandbox that containers refuse.
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars"
).split()

HOSTILE = "<script>document.title = 'owned'</script><img src=x onerror=\"document.title = 'owned'\">"
PAGES = (
    "/",
    "/search?q=quay",
    "/article/1",
    "/article/3",
    "/compare/1/2",
    "/report",
    "/muster",
    "/muster/stories",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("browser") / "muster.db"
    with Store(path) as store:
        store.ingest(
            article(1, outlet="harbor-ledger", text="\n\n".join(["The quay was closed.", *paragraphs(1)]))
        )
        store.ingest(article(1, host="relay.example", outlet="relay"))
        store.ingest(article(2, title=HOSTILE, text=f"{HOSTILE} {' '.join(paragraphs(2))}", outlet=HOSTILE))
        for story in range(10, 30):
            store.ingest(article(story, published=NOON, outlet=f"outlet-{'x' * story}"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-c",
        "from crawler.cli import main; main()",
        "serve",
        "--db",
        str(path),
        "--port",
        str(port),
    ]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
        server.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for flag in FLAGS:
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


def show(browser, address: str, width: int, scheme: str) -> None:
    size = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    browser.get(address)


def colour(browser, selector: str, name: str) -> list[int]:
    script = "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]"
    value = browser.execute_script(script, selector, name)
    return [int(part) for part in value[value.index("(") + 1 : -1].split(",")[:3]]


def luminance(rgb: list[int]) -> float:
    """WCAG 2.2's relative luminance."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (c / 255 for c in rgb)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_fits_and_can_be_read(browser, address: str, width: int, scheme: str) -> None:
    for page in PAGES:
        show(browser, address + page, width, scheme)
        assert browser.title != "owned", page
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width, page
        paper, ink = (
            luminance(colour(browser, "body", "backgroundColor")),
            luminance(colour(browser, "main", "color")),
        )
        assert (paper > ink) == (scheme == "light"), page
        # WCAG AA for running text.
        assert (max(paper, ink) + 0.05) / (min(paper, ink) + 0.05) > 4.5, page
        complaints = [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
        assert not complaints, page


def test_from_the_front_page_to_what_a_copy_changed(browser, address: str) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.wait import WebDriverWait

    show(browser, address + "/", 1280, "light")
    field = browser.find_element(By.NAME, "q")
    field.send_keys("quay")
    field.submit()
    WebDriverWait(browser, 20).until(lambda page: page.title.startswith("quay"))
    browser.find_element(By.CSS_SELECTOR, ".hit h3 a").click()
    WebDriverWait(browser, 20).until(lambda page: page.title.startswith("Story 1"))
    assert browser.find_element(By.TAG_NAME, "h1").text == "Story 1"
    browser.find_element(By.LINK_TEXT, "what differs").click()
    WebDriverWait(browser, 20).until(lambda page: "compared" in page.title)
    assert browser.find_element(By.CSS_SELECTOR, ".diff del").text == "The quay was closed."

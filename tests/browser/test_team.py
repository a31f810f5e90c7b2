"""A team's page: nginx and sign-in as the README sets them up, with a provider of our own."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

pytest.importorskip("joserfc", reason="signing in needs Authlib: pip install 'notecheck[sign-in]'")

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import Browser, Page, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from browser.provider import Provider, providing
from browser.serving import Served, free_port, serving
from browser.waiting import PATIENCE, settled

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
HOST = "notecheck.example.gov.uk"
SECRET = "Zebedeeq"


def sample(name: str) -> str:
    """A block of the README's section for teams."""
    return re.search(rf"<!-- team: {name} -->\n```\w+\n(.*?)```", README, re.DOTALL)[1]


def own(text: str) -> str:
    """The sample with values of our own, since notecheck refuses those that anybody can read."""
    return text.replace("the-", "our-").replace("replace-with", "k3pt-to-us")


@dataclass(frozen=True)
class Team:
    """All that stands between a person and notecheck, running."""

    address: str
    port: int
    served: Served
    provider: Provider
    nginx: Path
    beyond: list[str]


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    if not shutil.which("nginx"):
        missing = "no nginx found; on Debian: apt-get install nginx-light"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    folder = tmp_path_factory.mktemp("team")
    ours, front = free_port(), free_port()
    client = tomllib.loads(own(sample("sign-in")))
    with (
        providing(client["client_id"], client["client_secret"]) as provider,
        listening() as (beyond, proxy),
        serving(
            folder,
            *options(sign_in_file(folder, front, provider)),
            port=ours,
            path="/notecheck",
            # Whatever it might ask of anybody but this machine would come by our own proxy.
            env={"HTTP_PROXY": proxy, "HTTPS_PROXY": proxy, "ALL_PROXY": proxy, "NO_PROXY": "127.0.0.1,localhost"},
        ) as served,
        web_server(folder, front, ours),
    ):
        yield Team(f"https://{HOST}:{front}/notecheck", front, served, provider, folder / "nginx", beyond)


def options(sign_in: Path) -> list[str]:
    """The options of the README's command, with our file."""
    words = shlex.split(sample("command"))
    assert words[:2] == ["notecheck", "page"]
    words[words.index("--sign-in") + 1] = str(sign_in)
    return words[2:]


def sign_in_file(folder: Path, port: int, provider: Provider) -> Path:
    file = folder / "sign-in.toml"
    text = own(sample("sign-in")).replace(f"https://{HOST}/", f"https://{HOST}:{port}/")
    file.write_text(re.sub('(server_metadata_url = )".*"', rf'\1"{provider.metadata}"', text), encoding="utf-8")
    file.chmod(0o600)
    return file


@contextmanager
def listening() -> Iterator[tuple[list[str], str]]:
    """A proxy that lets nothing through: what it was asked for, and its address."""
    asked: list[str] = []
    ended = threading.Event()

    def listen() -> None:
        while not ended.is_set():
            try:
                line, _ = door.accept()
            except TimeoutError:
                continue
            with line:
                line.settimeout(2)
                asked.append(line.recv(500).decode("latin-1").split("\r\n")[0])

    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(0.2)
        thread = threading.Thread(target=listen)
        thread.start()
        yield asked, f"http://127.0.0.1:{door.getsockname()[1]}"
        ended.set()
        thread.join()


@contextmanager
def web_server(folder: Path, port: int, ours: int) -> Iterator[None]:
    """nginx with the README's server, its files in a folder of ours."""
    folder /= "nginx"
    folder.mkdir()
    certificate(folder)
    server = sample("nginx")
    for old, new in {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "127.0.0.1:8501": f"127.0.0.1:{ours}",
        "/etc/ssl/certs/notecheck.pem": f"{folder}/notecheck.pem",
        "/etc/ssl/private/notecheck.key": f"{folder}/notecheck.key",
    }.items():
        assert old in server
        server = server.replace(old, new)
    parts = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    kept = "".join(f"{part}_temp_path {folder}/{part};\n" for part in parts)
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log info;\nevents {{}}\n"
        f"http {{\naccess_log {folder}/access.log;\n{kept}{server}}}\n",
        encoding="utf-8",
    )
    with subprocess.Popen([shutil.which("nginx"), "-e", folder / "error.log", "-c", folder / "nginx.conf"]) as process:
        try:
            yield
        finally:
            process.terminate()
            process.wait(10)


def certificate(folder: Path) -> None:
    """A certificate for the name, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "notecheck.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "notecheck.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


@pytest.fixture(scope="module")
def colleagues(chromium: Browser, program: str, team: Team) -> Iterator[Browser]:
    """A browser on a machine where the authority's name leads to our nginx."""
    browser = chromium.browser_type.launch(
        executable_path=program, args=[f"--host-resolver-rules=MAP {HOST} 127.0.0.1"]
    )
    yield browser
    browser.close()


@pytest.fixture
def colleague(colleagues: Browser, team: Team) -> Iterator[Page]:
    context = colleagues.new_context(ignore_https_errors=True, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{team.address}/")
    settled(page)
    yield page
    context.close()


def sign_in(page: Page, name: str = "Priya Nair") -> None:
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name=name).click()
    expect(page.get_by_text(f"Signed in as {name}")).to_be_visible()
    settled(page)


@pytest.mark.parametrize("view", ["", "spot-check", "training", "help", "about"])
def test_nobody_sees_a_view_before_signing_in(colleague: Page, team: Team, axe, view: str) -> None:
    colleague.goto(f"{team.address}/{view}")
    settled(colleague)
    expect(colleague.get_by_role("button", name="Sign in")).to_be_visible()
    assert colleague.locator("h1").all_inner_texts() == ["notecheck"]
    assert colleague.get_by_role("textbox").count() == 0
    assert colleague.get_by_role("link", name="My draft").count() == 0
    if not view:
        axe(colleague)


def test_whole_path_of_signing_in_working_and_signing_out(colleague: Page, team: Team, axe, look) -> None:
    team.provider.asked.clear()
    sign_in(colleague)
    assert set(team.provider.asked) >= {"/.well-known/openid-configuration", "/authorize", "/token", "/keys"}
    draft = colleague.get_by_label("Your draft", exact=True)
    draft.focus()
    colleague.keyboard.insert_text(f"{SECRET} was seen at home. SW will monitor the CIN plan.")
    expect(colleague.get_by_role("button", name=re.compile("CIN")).first).to_be_visible()
    look(colleague, "team-signed-in")
    axe(colleague)
    colleague.get_by_role("button", name=re.compile("Sign out")).click()
    expect(colleague.get_by_role("button", name="Sign in")).to_be_visible()
    assert team.provider.asked[-1] == "/goodbye"
    assert not [each for each in colleague.context.cookies(f"{team.address}/") if "user" in each["name"]]
    sign_in(colleague)
    expect(colleague.get_by_label("Your draft", exact=True)).to_have_value("")
    assert SECRET not in team.served.log


def test_cookies_end_with_the_browser_and_travel_encrypted(colleague: Page, team: Team) -> None:
    sign_in(colleague)
    cookies = colleague.context.cookies(f"{team.address}/")
    assert {each["name"] for each in cookies} >= {"_streamlit_user", "_streamlit_xsrf"}
    for each in cookies:
        assert (each["secure"], each["expires"]) == (True, -1), each["name"]
        if "user" in each["name"]:
            assert each["httpOnly"]


def test_two_colleagues_share_no_note(colleagues: Browser, team: Team) -> None:
    pages = {}
    for name in ("Priya Nair", "Tom Ashe"):
        context = colleagues.new_context(ignore_https_errors=True, locale="en-GB")
        pages[name] = context.new_page()
        pages[name].goto(f"{team.address}/")
        sign_in(pages[name], name)
        pages[name].get_by_label("Your draft", exact=True).focus()
        pages[name].keyboard.insert_text(f"{name} saw the child at school.")
        settled(pages[name])
    for name, page in pages.items():
        assert page.get_by_label("Your draft", exact=True).input_value() == f"{name} saw the child at school."
        page.context.close()


def test_files_pass_nginx_without_touching_its_disk(colleague: Page, team: Team) -> None:
    sign_in(colleague)
    colleague.goto(f"{team.address}/spot-check")
    settled(colleague)
    rows = f"2026-03-04,{SECRET} was seen at home. {'It was a long visit. ' * 40}\n".encode()
    with colleague.expect_response(
        lambda answer: "upload_file" in answer.url and answer.request.method == "PUT"
    ) as put:
        colleague.locator("input[type=file]").first.set_input_files(
            {"name": "records.csv", "mimeType": "text/csv", "buffer": b"date,text\n" + rows * (2_000_000 // len(rows))}
        )
    assert put.value.status == 204
    log = (team.nginx / "error.log").read_text(encoding="utf-8")
    assert "buffered to a temporary file" not in log
    assert SECRET not in log


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "elsewhere.example"}, 400),
    ],
)
def test_lines_from_elsewhere_are_refused(team: Team, headers: dict[str, str], status: int) -> None:
    # Straight to notecheck, past nginx: as a page of somebody else's in a browser on the server would.
    address = team.served.address.replace("http", "ws") + "/_stcore/stream"
    with (
        pytest.raises(InvalidStatus) as refused,
        connect(address, subprotocols=["streamlit"], additional_headers=headers),
    ):
        pass
    assert refused.value.response.status_code == status


def test_nothing_but_the_provider_is_asked(colleague: Page, team: Team) -> None:
    sign_in(colleague)
    colleague.get_by_role("button", name=re.compile("Sign out")).click()
    expect(colleague.get_by_role("button", name="Sign in")).to_be_visible()
    assert team.beyond == []


def test_forged_identity_is_worth_nothing(colleague: Page, team: Team) -> None:
    forged = {
        "name": "_streamlit_user",
        "value": '"eyJpc19sb2dnZWRfaW4iOiB0cnVlfQ.x.y"',
        "domain": HOST,
        "path": "/notecheck",
    }
    colleague.context.add_cookies([forged])
    colleague.goto(f"{team.address}/")
    settled(colleague)
    expect(colleague.get_by_role("button", name="Sign in")).to_be_visible()

"""Whose settings count: a stranger's `rag.toml` sends, loads and runs nothing until its user has said so."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import TROOPS, Outcome
from rag.errors import UsageError
from rag.settings import Settings, load_settings
from rag.trust import TrustStore

Cli = Callable[..., Outcome]

FAR = 'corpus = "articles"\n[model]\nname = "gossip@http://far.example:9/v1"\ntimeout = 7\n'
REACHING = {
    "model.name": '[model]\nname = "openai/any"',
    "embedding.model": '[embedding]\nmodel = "owner/any"',
    "reader.model": '[reader]\nmodel = "owner/any"',
    "checker.model": '[checker]\nmodel = "none"',
    "checker.judge": '[checker]\njudge = "openai/any"',
}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config"


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """A folder that somebody sent, with settings of its own."""
    folder = tmp_path / "sent"
    (folder / "articles").mkdir(parents=True)
    (folder / "articles" / "buses.txt").write_text("The council of Springfield bought 17 buses on Monday.")
    (folder / "rag.toml").write_text(FAR)
    return folder


def loaded(cwd: Path, config: Path, model: str | None = None, **environ: str) -> Settings:
    return load_settings(model=model, environ={"RAG_CACHE": "/c", "RAG_CONFIG": str(config), **environ}, cwd=cwd)


@pytest.mark.parametrize("name", REACHING)
def test_what_sends_loads_or_runs_is_left_out_and_said(sent: Path, config: Path, name: str) -> None:
    (sent / "rag.toml").write_text(REACHING[name])
    settings = loaded(sent, config)
    assert (settings.model, settings.embedding_model) == ("none", "all-MiniLM-L6-v2")
    assert (settings.reader, settings.checker, settings.judge) == ("packaged", "packaged", "none")
    assert settings.notes == (f"{sent / 'rag.toml'} is not trusted: {name} left out; rag trust lets them count",)


def test_all_else_in_it_counts_also_from_below(sent: Path, config: Path) -> None:
    below = sent / "articles"
    settings = loaded(below, config)
    assert (settings.corpus, settings.model_timeout, settings.model) == ((below,), 7, "none")


def test_what_is_the_default_anyway_needs_no_trust(sent: Path, config: Path) -> None:
    (sent / "rag.toml").write_text('[model]\nname = "none"\n[checker]\nmodel = "packaged"')
    assert loaded(sent, config).notes == ()


def test_a_file_is_trusted_as_it_is_and_where_it_is(sent: Path, config: Path, tmp_path: Path) -> None:
    store = TrustStore(config)
    store.trust(sent / "rag.toml", FAR.encode())
    trusted = loaded(sent, config)
    assert (trusted.model, trusted.notes) == ("gossip@http://far.example:9/v1", ())
    (sent / "rag.toml").write_text(FAR.replace("far", "other"))
    assert loaded(sent, config).model == "none"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "rag.toml").write_text(FAR)
    assert loaded(elsewhere, config).model == "none"
    (sent / "rag.toml").write_text(FAR)
    assert store.revoke(sent / "rag.toml")
    assert not store.revoke(sent / "rag.toml")
    assert loaded(sent, config).model == "none"


def test_what_is_trusted_is_private(sent: Path, config: Path) -> None:
    os.umask(0o022)
    TrustStore(config).trust(sent / "rag.toml", b"")
    assert (config / "trusted").stat().st_mode & 0o777 == 0o700
    assert {f.stat().st_mode & 0o777 for f in (config / "trusted").iterdir()} == {0o600}


def test_flags_variables_and_the_users_own_file_count(sent: Path, config: Path) -> None:
    assert loaded(sent, config, model="ollama/mine").model == "ollama/mine"
    assert loaded(sent, config, model="ollama/mine").notes == ()
    assert loaded(sent, config, RAG_MODEL_NAME="ollama/mine").notes == ()
    config.mkdir()
    (config / "config.toml").write_text('corpus = "mine"\n[model]\nname = "ollama/mine"\ntimeout = 9\nwindow = 5000')
    settings = loaded(sent, config)
    assert (settings.model, settings.model_timeout, settings.model_window) == ("ollama/mine", 7, 5000)
    assert settings.corpus == (sent / "articles",)
    assert settings.files == (sent / "rag.toml", config / "config.toml")
    (sent / "rag.toml").unlink()
    assert loaded(sent, config).corpus == (config / "mine",)


def test_the_users_own_file_is_checked_as_any(sent: Path, config: Path) -> None:
    config.mkdir()
    (config / "config.toml").write_text("[modle]\nname = 1")
    with pytest.raises(UsageError, match=r"modle in .*config.toml is not a setting"):
        loaded(sent, config)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files to another user")
def test_a_file_above_that_another_user_laid_is_passed_over(sent: Path, config: Path) -> None:
    os.chown(sent / "rag.toml", 12345, 12345)
    below = sent / "mine"
    below.mkdir()
    settings = loaded(below, config)
    assert (settings.files, settings.model_timeout) == ((), 120)
    assert "belongs to another user and is passed over" in settings.notes[0]
    TrustStore(config).trust(sent / "rag.toml", FAR.encode())
    assert loaded(below, config).model_timeout == 7


def test_a_question_in_a_folder_that_was_sent_is_answered_in_quotation(
    cli: Cli, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sent)
    asked = cli("ask", "how many buses did Springfield buy?")
    assert asked.code == 0
    assert "17 buses" in asked.out
    assert "rag.toml is not trusted: model.name left out; rag trust lets them count" in asked.err


def test_rag_trust_says_what_it_lets_count_and_takes_it_back(
    cli: Cli, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sent)
    trusted = cli("rag", "trust")
    assert trusted.code == 0
    assert "model.name = gossip@http://far.example:9/v1" in trusted.out
    assert "go there" in trusted.out
    assert "left out" not in cli("rag", "articles").err
    assert "no longer trusted" in cli("rag", "trust", "--revoke").out
    assert "was not trusted" in cli("rag", "trust", "--revoke", sent / "articles").out
    doctor = cli("rag", "doctor")
    assert "left out" in doctor.out


@pytest.mark.parametrize(("folder", "message"), [("no/such", "is no folder"), ("~nosuch-user", "no such user")])
def test_rag_trust_of_nothing_is_wrong_usage(cli: Cli, folder: str, message: str) -> None:
    outcome = cli("rag", "trust", folder)
    assert outcome.code == 2
    assert message in outcome.err


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ('corpus = "a\\u0000b"', "corpus in "),
        ('corpus = "~nosuch-user/x"', "corpus in "),
        ('[embedding]\nmodel = "a\\u0000b"', "embedding.model in "),
    ],
)
def test_what_can_be_no_path_is_wrong_usage_that_names_the_setting(
    cli: Cli, sent: Path, monkeypatch: pytest.MonkeyPatch, toml: str, named: str
) -> None:
    monkeypatch.chdir(sent)
    (sent / "rag.toml").write_text(toml)
    outcome = cli("ask", TROOPS)
    assert outcome.code == 2
    assert named in outcome.err
    assert "rag.toml" in outcome.err


@pytest.mark.parametrize("arguments", [("ask", TROOPS, "--corpus", "~nosuch-user"), ("rag", "check", "~nosuch-user/x")])
def test_a_user_that_is_none_is_wrong_usage(cli: Cli, arguments: tuple[str, ...]) -> None:
    outcome = cli(*arguments)
    assert outcome.code == 2
    assert "no such user" in outcome.err


@pytest.mark.parametrize("variable", ["RAG_CACHE", "RAG_CONFIG", "RAG_CORPUS", "RAG_EMBEDDING_MODEL"])
def test_a_variable_with_a_user_that_is_none_is_wrong_usage(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "~nosuch-user/x")
    outcome = cli("ask", TROOPS)
    assert outcome.code == 2
    assert variable in outcome.err or "[embedding] model" in outcome.err

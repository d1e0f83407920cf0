import os
from pathlib import Path

import pytest

from rag.errors import Exit, UsageError
from rag.settings import SAMPLE, Settings, load_settings, sample_corpus
from rag.trust import TrustStore


class Place:
    """A working folder with the settings that are in force there."""

    def __init__(self, cwd: Path) -> None:
        self.cwd = cwd
        self.file = cwd / "rag.toml"
        self.config = cwd / "config"

    def trust(self, toml: str) -> None:
        self.file.write_text(toml, encoding="utf-8")
        TrustStore(self.config).trust(self.file, self.file.read_bytes())

    def load(self, toml: str | None = None, *flags: str, **environ: str) -> Settings:
        if toml is not None:
            self.file.write_text(toml, encoding="utf-8")
        environ.setdefault("RAG_CACHE", str(self.cwd / "cache"))
        environ.setdefault("RAG_CONFIG", str(self.config))
        return load_settings([Path(f) for f in flags], environ=environ, cwd=self.cwd)

    def error(self, toml: str | None = None, **environ: str) -> UsageError:
        with pytest.raises(UsageError) as raised:
            self.load(toml, **environ)
        assert raised.value.code is Exit.USAGE
        return raised.value


@pytest.fixture
def place(tmp_path: Path) -> Place:
    cwd = tmp_path / "project" / "sub"
    cwd.mkdir(parents=True)
    return Place(cwd)


def test_defaults(place: Place) -> None:
    settings = place.load()
    assert settings.corpus == (sample_corpus(),)
    assert settings.found_in == SAMPLE
    assert (settings.embedding_model, settings.passage_tokens, settings.statements) == ("all-MiniLM-L6-v2", 200, 3)
    assert settings.libraries.parent == settings.models.parent == settings.cache == place.cwd / "cache"


def test_the_sample_corpus_is_there() -> None:
    assert list(sample_corpus().glob("*.md"))


def test_the_corpus_by_flags_variable_file_folder_and_sample(place: Place) -> None:
    toml = 'corpus = "named"'
    (place.cwd / "corpus").mkdir()
    by_flag = place.load(toml, "flag", "other", RAG_CORPUS="variable")
    assert (by_flag.corpus, by_flag.found_in) == ((Path("flag"), Path("other")), "--corpus")
    by_variable = place.load(toml, RAG_CORPUS="variable")
    assert (by_variable.corpus, by_variable.found_in) == ((Path("variable"),), "RAG_CORPUS")
    by_file = place.load(toml, RAG_CORPUS="")
    assert (by_file.corpus, by_file.found_in) == ((place.cwd / "named",), str(place.file))
    by_folder = place.load("[answer]\nstatements = 2")
    assert (by_folder.corpus, by_folder.found_in, by_folder.statements) == ((place.cwd / "corpus",), "./corpus", 2)
    place.file.unlink()
    (place.cwd / "corpus").rmdir()
    assert place.load().found_in == SAMPLE


def test_the_variable_names_several_folders(place: Place) -> None:
    listed = os.pathsep.join(["one", "", "~/two", "/three"])
    assert place.load(RAG_CORPUS=listed).corpus == (Path("one"), Path("~/two").expanduser(), Path("/three"))


def test_a_variable_that_names_no_folder_is_an_error(place: Place) -> None:
    assert "RAG_CORPUS" in place.error(RAG_CORPUS=os.pathsep).message


def test_paths_in_the_file_are_relative_to_it(place: Place) -> None:
    above = place.cwd.parent
    (above / "rag.toml").write_text('corpus = ["news", "../wire", "/abs", "~/home"]')
    assert place.load().corpus == (above / "news", above / "../wire", Path("/abs"), Path("~/home").expanduser())


@pytest.mark.parametrize(
    ("table", "field"), [("embedding", "embedding_model"), ("reader", "reader"), ("checker", "checker")]
)
def test_a_folder_of_a_model_is_relative_to_the_file(place: Place, table: str, field: str) -> None:
    (place.cwd / "models").mkdir()
    for named, meant in (("models", str(place.cwd / "models")), ("owner/model", "owner/model")):
        toml = f'[{table}]\nmodel = "{named}"'
        place.trust(toml)
        assert getattr(place.load(toml), field) == meant


def test_the_nearest_file_is_read_and_no_other(place: Place) -> None:
    (place.cwd.parent / "rag.toml").write_text('corpus = "far"\n[answer]\nstatements = 9')
    assert place.load().files == (place.cwd.parent / "rag.toml",)
    settings = place.load('corpus = "near"')
    assert settings.files == (place.file,)
    assert (settings.corpus, settings.statements) == ((place.cwd / "near",), 3)


def test_a_variable_wins_over_the_file(place: Place) -> None:
    toml = '[answer]\nstatements = 2\n[passages]\ntokens = 64\n[embedding]\nmodel = "file"'
    place.trust(toml)
    settings = place.load(toml, RAG_ANSWER_STATEMENTS=" 5 ", RAG_EMBEDDING_MODEL="variable", RAG_PASSAGES_TOKENS="")
    assert (settings.statements, settings.embedding_model, settings.passage_tokens) == (5, "variable", 64)


def test_the_cache_is_absolute_and_the_user_s_own_by_default(place: Place) -> None:
    assert place.load(RAG_CACHE="~/c").cache == Path("~/c").expanduser()
    assert place.load(RAG_CACHE="c").cache == Path.cwd() / "c"
    assert load_settings(environ={}, cwd=place.cwd).cache.name == "ask"


@pytest.mark.parametrize(
    ("toml", "name", "suggestion"),
    [
        ('corpsu = "news"', "corpsu", "did you mean corpus?"),
        ("[passage]\ntokens = 64", "passage", "did you mean passages?"),
        ("[passages]\ntoken = 64", "passages.token", "did you mean passages.tokens?"),
        ("[answer]\nsentences = 2", "answer.sentences", "statements"),
        ("[zebra]", "zebra", "known: answer, checker, corpus, embedding, model, passages, reader"),
    ],
)
def test_an_unknown_key_is_an_error_with_a_suggestion(place: Place, toml: str, name: str, suggestion: str) -> None:
    error = place.error(toml)
    assert error.message == f"{name} in {place.file} is not a setting"
    assert suggestion in error.hint


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("corpus = 3", "is not a folder or a list of folders"),
        ("corpus = []", "is not a folder or a list of folders"),
        ('corpus = ""', "is not a folder or a list of folders"),
        ('corpus = ["a", 1]', "is not a folder or a list of folders"),
        ("[corpus]\nname = 1", "is not a folder or a list of folders"),
        ("passages = 64", "is not a table"),
        ("[passages]\ntokens = 64.0", "must be a whole number"),
        ("[passages]\ntokens = true", "must be a whole number"),
        ("[passages]\ntokens = [64]", "must be a whole number"),
        ("[passages]\ntokens = 31", "must be from 32 to 8192"),
        ("[passages]\ntokens = 8193", "must be from 32 to 8192"),
        ("[answer]\nstatements = 0", "must be from 1 to 10"),
        ("[embedding]\nmodel = 3", "must be a name in quotes"),
        ('[embedding]\nmodel = ""', "must be a name in quotes"),
        ("corpus = [", "cannot be read"),
        ("corpus = 'a'\ncorpus = 'b'", "cannot be read"),
    ],
)
def test_what_is_no_setting_is_an_error_that_names_the_file(place: Place, toml: str, message: str) -> None:
    error = place.error(toml)
    assert message in error.message
    assert str(place.file) in error.message


def test_a_file_that_is_not_utf8_is_an_error(place: Place) -> None:
    place.file.write_bytes(b'corpus = "caf\xe9"')
    assert str(place.file) in place.error().message


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("five", "must be a whole number"),
        ("-1", "must be a whole number"),
        ("2.0", "must be a whole number"),
        ("²", "must be a whole number"),
        ("0", "must be from 1 to 10"),
        ("11", "must be from 1 to 10"),
        pytest.param("9" * 5000, "must be"),
    ],
)
def test_a_variable_that_is_no_setting_is_an_error_that_names_it(place: Place, value: str, message: str) -> None:
    error = place.error(RAG_ANSWER_STATEMENTS=value)
    assert message in error.message
    assert error.message.startswith("RAG_ANSWER_STATEMENTS is ")


@pytest.mark.parametrize(("value", "tokens"), [(32, 32), (8192, 8192)])
def test_bounds_are_within(place: Place, value: int, tokens: int) -> None:
    assert place.load(f"[passages]\ntokens = {value}").passage_tokens == tokens
    assert place.load(RAG_PASSAGES_TOKENS=str(value)).passage_tokens == tokens


@pytest.mark.parametrize("value", ["= " + "9" * 5000, "= 0x" + "f" * 5000, ".a" * 5000 + " = 1", "= " + "[" * 5000])
def test_a_value_beyond_all_bounds_is_an_error_of_a_line(place: Place, value: str) -> None:
    place.file.write_text(f"[answer]\nstatements{value}")
    error = place.error()
    assert str(place.file) in error.message
    assert len(error.message) < 300

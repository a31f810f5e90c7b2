"""Notes in a Spark DataFrame: a real cluster of two executors, each a process of its own with Python workers."""

import gc
import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import notecheck
from notecheck.audit import outputs, parquet
from notecheck.audit.items import Item
from notecheck.audit.rows import check_items
from notecheck.audit.summary import summarise
from notecheck.errors import NotecheckError
from notecheck.mapping import ColumnMap

pyspark = pytest.importorskip("pyspark", reason="needs PySpark: pip install 'notecheck[spark]'")
if not shutil.which("java"):
    pytest.skip("needs Java 17 on this machine", allow_module_level=True)

pytestmark = [
    pytest.mark.model,
    # PySpark 3.5 compares versions by what Python 3.12 has no more.
    pytest.mark.filterwarnings("ignore:distutils Version classes are deprecated:DeprecationWarning"),
    # And it leaves the socket that rows come through to whoever collects them.
    pytest.mark.filterwarnings("ignore:Exception ignored in. <socket.socket:pytest.PytestUnraisableExceptionWarning"),
]

CORPUS = Path(__file__).parents[1] / "models" / "corpus"
SCHEMA = """
    id string, text string, doc_type string, guidance string,
    child struct<name: string, known_as: array<string>, age: int>, other_children array<string>,
    author struct<name: string, role: string>, event_date date, recorded_date date, ward bigint
"""
JARGON = """
kind: terms
rule: jargon
title: Our words
version: "7"
source: our style group
licence: ours
entries:
- id: ours-huddle
  terms: [huddle/noun]
  suggestions: [short meeting]
  note: nobody outside the team calls it that
  flags: [The huddle met on Monday.]
"""
EXAMPLESHIRE = """
id: exampleshire
title: Recording policy
authority: Exampleshire
edition: "1"
date: "2026"
licence: ours
inherits: general
standards:
- standard: exampleshire-1-plain
  section: "1"
  says: Plain words.
  served_by: {jargon: {severity: error}}
"""
LOGS = """
status = error
appenders = file
appender.file.type = File
appender.file.name = file
appender.file.fileName = {file}
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = %p %c %m%n%ex
rootLogger.level = info
rootLogger.appenderRef.file.ref = file
"""
SMALL = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # Java that starts fast and does not think ahead
SECRET = "Quillibrand"
BAD = [
    ({"text": None}, "text: missing; a note needs its text"),
    ({"doc_type": "diary"}, "doc_type: 'diary' is not known; allowed: home-visit, case-note"),
    ({"guidance": "nowhere"}, "guidance: 'nowhere' is not known; allowed: general, exampleshire"),
    ({"child": {"name": "Tom", "known_as": None, "age": 77}}, "child.age: 77 is not allowed"),
    ({"text": f"{SECRET} ran. " * 300_000}, "text: 5,100,000 characters; at most 5,000,000 are allowed"),
]


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """Folders of the cluster: its home, pip's Spark with room for files; its logs; its temporary files."""
    home = tmp_path_factory.mktemp("spark")
    for part in Path(pyspark.__file__).parent.iterdir():
        if part.name != "work":
            (home / part.name).symlink_to(part)
    temporary = tmp_path_factory.mktemp("temporary")
    logs = tmp_path_factory.mktemp("logs")
    (logs / "log4j2.properties").write_text(LOGS.format(file=logs / "driver.log"), encoding="utf-8")
    return home, logs, temporary


@pytest.fixture(scope="module")
def spark(places):
    """A master, two workers with an executor each, and a driver."""
    from pyspark.sql import SparkSession

    home, logs, temporary = places
    ours = {"SPARK_HOME": str(home), "PYSPARK_PYTHON": sys.executable, "TMPDIR": str(temporary)}
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.extraJavaOptions": f"{SMALL} -Dlog4j2.configurationFile={logs / 'log4j2.properties'}",
        "spark.executor.extraJavaOptions": SMALL,
        "spark.local.dir": str(temporary),
        "spark.sql.warehouse.dir": str(temporary / "warehouse"),
        "spark.sql.session.timeZone": "Europe/London",
        "spark.sql.shuffle.partitions": "2",
        "spark.scheduler.minRegisteredResourcesRatio": "1.0",  # no task starts before both executors are there
        "spark.scheduler.maxRegisteredResourcesWaitingTime": "300s",
    }
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("notecheck")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()
    gc.collect()
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.update({name: value})


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """An authority's own folder, written anew when it is asked for."""

    def write():
        folder = tmp_path_factory.mktemp("own")
        (folder / "guidance").mkdir()
        (folder / "ours.yaml").write_text(JARGON, encoding="utf-8")
        (folder / "guidance" / "exampleshire.yaml").write_text(EXAMPLESHIRE, encoding="utf-8")
        return folder

    return write


@pytest.fixture(scope="module")
def exampleshire(own):
    return notecheck.load("exampleshire", lexicons=str(own()), without=["grammar"])


@pytest.fixture(scope="module")
def notes():
    """Every ninth annotated note, and one with words of the authority's own."""
    keys = ("id", "text", "doc_type", "child", "other_children", "author", "event_date", "recorded_date")
    rows = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(CORPUS.glob("*/*.json"))[::9]]
    own = {
        "id": "own",
        "text": f"The huddle met. \U0001f600 {SECRET} said “I’m fine” and Tom waved.",
        "guidance": "general",
    }
    return [*({key: row[key] for key in keys if key in row} for row in rows), own]


@pytest.fixture(scope="module")
def bad(notes):
    return [notes[0] | {"id": f"bad-{place}"} | change for place, (change, _) in enumerate(BAD)]


@pytest.fixture(scope="module")
def answered(spark, own, notes, bad):
    """What the cluster says of all of them, by id. The folder of lexicons is gone before it begins."""
    from notecheck.spark import check

    folder = own()
    table = spark.createDataFrame([_row(note, ward) for ward, note in enumerate(notes + bad)], SCHEMA)
    checked = check(table.repartition(8), guidance="exampleshire", lexicons=folder, keep=["ward"])
    shutil.rmtree(folder)
    return {row["id"]: row for row in (row.asDict(recursive=True) for row in checked.collect())}


def _row(note, ward):
    days = {key: date.fromisoformat(note[key][:10]) for key in ("event_date", "recorded_date") if note.get(key)}
    names = ("id", "text", "doc_type", "guidance", "child", "other_children", "author", "event_date", "recorded_date")
    return [(note | days).get(name) for name in names] + [2**60 + ward]


def _expected(checker, notes):
    """What an audit writes of the same notes, as its Parquet file holds it."""
    return [parquet.flat(row) for row in check_items(checker, [Item("", note) for note in notes])]


def test_results_are_those_of_an_audit(answered, exampleshire, notes):
    expected = _expected(exampleshire, notes)
    assert len(expected) > 35
    for row in expected:
        assert answered[row["id"]] == row | {"ward": answered[row["id"]]["ward"]}


def test_lexicons_and_guidance_travel_with_the_job(answered, places):
    row = answered["own"]
    assert row["guidance"] == "general"
    assert [f["suggestions"] for f in row["findings"] if f["entry"] == "ours-huddle"] == [["short meeting"]]
    assert row["versions"]["lexicons"]["ours.yaml"] == "7"
    other = next(row for row in answered.values() if row["guidance"] == "exampleshire")
    assert other["versions"]["guidance"] == "exampleshire 1"
    assert list(places[2].rglob("ours.yaml")) == []  # nothing of them is left on the worker's disk


def test_a_bad_row_is_a_row_with_its_reason(answered, bad):
    for note, (_, reason) in zip(bad, BAD, strict=True):
        row = answered[note["id"]]
        assert row["error"]["reason"].startswith(reason)
        assert row["findings"] is None
        assert row["ward"] is not None


def test_what_was_not_checked_is_named(answered):
    assert {"check": "grammar", "reason": "switched off"} in answered["own"]["skipped"]


def test_kept_columns_come_back_as_they_were(answered, notes):
    assert [answered[note["id"]]["ward"] for note in notes] == [2**60 + place for place in range(len(notes))]


def test_the_model_is_loaded_once_in_a_worker(spark, answered):
    def loads(frames):
        import pandas as pd

        from notecheck import spark as ours

        for _ in frames:
            seen = ours._loaded.cache_info()
            yield pd.DataFrame({"pid": [os.getpid()], "loaded": [seen.misses], "asked": [seen.misses + seen.hits]})

    told = spark.range(16, numPartitions=8).mapInPandas(loads, "pid long, loaded long, asked long").collect()
    workers = {row["pid"]: row for row in told}
    assert len(workers) == 2
    assert [row["loaded"] for row in workers.values()] == [1, 1]
    assert sum(row["asked"] for row in workers.values()) == 8  # by each of the tasks above


def test_no_words_of_a_note_stand_in_logs(answered, places):
    home, logs, _ = places
    files = [logs / "driver.log", *home.glob("work/*/*/std*")]
    assert len(files) == 5
    said = "".join(file.read_text(encoding="utf-8") for file in files)
    assert "Executor" in said
    assert SECRET not in said


def test_columns_of_other_names_and_types(spark, own, exampleshire):
    from notecheck.spark import check

    folder = own()
    table = spark.sql(f"""
        select 17 as Number, 'Home visit to Callum. {SECRET} was there.' as Body, 'CIN Visit' as Kind,
            named_struct('full', 'WRIGHT, Callum', 'born', '5 March 2017') as Person, 'Sally; Ben' as Siblings,
            timestamp '2026-03-04 00:00:00' as Happened, '05/03/2026 4.05pm' as Written, 'North' as Team
        union all select 18, cast(X'5361FF' as string), null, null, null, null, 'n/a', null
        union all select 19, 'Seen.', 'Diary', null, null, timestamp '9999-12-31 00:00:00', 'soon', null
    """)
    mapping = {
        "text": "Body", "id": "Number", "doc_type": "Kind", "child.name": "Person.full", "child.born": "Person.born",
        "other_children": "Siblings", "event_date": "Happened", "recorded_date": "Written", "team": "Team",
    }  # fmt: skip
    columns = ColumnMap(mapping, {"CIN Visit": "home-visit"})
    checked = check(table, guidance="exampleshire", lexicons=folder, columns=columns)
    rows = [row.asDict(recursive=True) for row in checked.orderBy("id").collect()]
    note = {
        "id": 17, "text": f"Home visit to Callum. {SECRET} was there.", "doc_type": "home-visit",
        "child": {"name": "Callum Wright", "age": 8}, "other_children": ["Sally", "Ben"],
        "event_date": "2026-03-04", "recorded_date": "2026-03-05T16:05:00", "team": "North",
    }  # fmt: skip
    assert rows[:2] == _expected(exampleshire, [note, {"id": 18, "text": "Sa\ufffd"}])
    assert rows[2]["error"]["reason"].startswith("recorded_date: is no date; write a date day first")


def test_every_type_of_column_is_kept_exactly(spark, own):
    from notecheck.spark import check

    table = spark.sql("""
        select 'Seen.' as text, cast('12345678901234567890.12' as decimal(38, 2)) as sum, double('NaN') as share,
            timestamp '2026-10-25 00:30:00.123456' as summer, timestamp_ntz '9999-12-31 23:59:59.999999' as far,
            date '0001-01-01' as first, X'00FF' as bytes, array(1, null) as list, map('a', 1) as map, '' as nothing,
            named_struct('a b', 'é', 'c', null) as `Two words`, cast(null as bigint) as gap, true as yes
        union all select null, null, null, null, null, null, null, null, null, null, null, null, null
    """)
    kept = [name for name in table.columns if name != "text"]
    rows = check(table, guidance="exampleshire", lexicons=own(), keep=kept)
    assert rows.select(kept).schema.simpleString() == table.select(kept).schema.simpleString()
    assert str(rows.select(kept).collect()) == str(table.select(kept).collect())


def test_a_table_that_spark_wrote_is_read_as_an_audits_output(spark, own, tmp_path):
    from pyspark.sql import functions as F  # noqa: N812

    from notecheck.spark import check

    rows = [("1", "The huddle met.", "North", 7), ("2", None, "South", None)]
    table = spark.createDataFrame(rows, "id string, text string, Team string, ward bigint").coalesce(1)
    checked = check(table, guidance="exampleshire", lexicons=own(), keep=["Team", "ward"])
    checked.withColumn("day", F.lit(date(2026, 3, 4))).write.parquet(str(tmp_path / "checked"))
    report, error = outputs.Rows(tmp_path / "checked")
    assert [finding["text"] for finding in report["findings"] if finding["rule"] == "jargon"] == ["huddle"]
    assert (report["Team"], report["ward"], report["day"]) == ("North", 7, "2026-03-04")
    reason = "text: missing; a note needs its text"
    behind = {"Team": "South", "ward": None, "day": "2026-03-04"}
    assert error == {"version": 1, "id": "2", "error": {"reason": reason}} | behind
    assert summarise([report, error], by=["Team"]).errors == 1


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"text": "words"}, "text: there is no column 'words'; the table has: id, text, n"),
        ({"text": "n"}, "text: the column 'n' holds bigint; it must hold text"),
        (
            {"columns": {"childs_name": "n"}},
            "columns: 'childs_name' is no field of a note; allowed: text, id, doc_type",
        ),
        ({"columns": {"child.name": "id.name"}}, "child.name: there is no column 'id.name'"),
        ({"keep": ["n", "ID"]}, "keep: a column 'ID' is there already"),
        ({"lexicons": "/nowhere/at/all"}, "lexicons: /nowhere/at/all is not a folder"),
        ({"guidance": "nowhere"}, "guidance: 'nowhere' is not known; allowed: general"),
        ({"without": ["spells"]}, "without: no check is called 'spells'"),
        ({"model": "en_nothing"}, "model 'en_nothing': not found"),
    ],
)
def test_a_fault_is_told_before_the_job(spark, given, says):
    from notecheck.spark import check

    table = spark.createDataFrame([("1", "Seen.", 1)], "id string, text string, n bigint")
    with pytest.raises(NotecheckError) as told:
        check(table, **given)
    assert str(told.value).startswith(says)


def test_a_fault_in_a_lexicon_is_told_before_the_job(spark, own):
    from notecheck.spark import check

    folder = own()
    (folder / "ours.yaml").write_text(JARGON.replace("terms: [", "term: ["), encoding="utf-8")
    table = spark.createDataFrame([("1", "Seen.")], "id string, text string")
    with pytest.raises(NotecheckError, match=r'ours\.yaml, entry ours-huddle: unknown key "term"; did you mean terms'):
        check(table, lexicons=folder)


@pytest.mark.skipif(os.name == "nt", reason="Windows asks for rights to make a link")
def test_a_link_out_of_the_folder_does_not_travel_with_the_job(spark, own, tmp_path):
    from notecheck.spark import check

    folder, outside = own(), tmp_path / "secret"
    (folder / "ours.yaml").rename(outside)
    (folder / "ours.yaml").symlink_to(outside)
    with pytest.raises(NotecheckError, match=r"ours\.yaml: is a link that leads out of its folder"):
        check(spark.createDataFrame([("1", "Seen.")], "id string, text string"), lexicons=folder)


def test_without_pyspark_it_says_what_to_install():
    code = "import sys; sys.modules['pyspark'] = None; import notecheck.spark"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "ImportError: notecheck.spark needs PySpark, which a Spark cluster brings; elsewhere: "
        "pip install 'notecheck[spark]'"
    )

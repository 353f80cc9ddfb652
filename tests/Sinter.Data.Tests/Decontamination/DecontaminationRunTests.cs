using System.Text.Json;
using Sinter.Data.Decontamination;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;
using Sinter.Data.Shards;

namespace Sinter.Data.Tests.Decontamination;

public sealed class DecontaminationRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Question(int i) =>
        $"Question{i}: when the traveller number {i * 7} has walked {i} miles along the river from town{i} to village{i}, how many miles are left before the bridge of castle{i}?";

    private static string Filler(int i, int sentences = 12) =>
        string.Join(' ', Enumerable.Range(0, sentences).Select(s => $"The {i}th garden has row {s} with tulip{(i * 31) + s} and a wall of stone{s * i} beside path{i + s}, which nobody visits."));

    [Fact]
    public void Documents_with_items_go_and_all_others_stay_as_they_were()
    {
        var input = Input(100, static i => i % 10 == 3 ? Filler(i) + " " + Question(i) + " " + Filler(i + 1) : Filler(i));

        var result = Run(input, new DecontaminationOptions { Threads = 2 });

        result.Documents.ShouldBe(100);
        result.Removed.ShouldBe(10);
        result.Clean.ShouldBe(90);
        result.Findings.ShouldHaveSingleItem().ItemsFound.ShouldBe(10);
        var lines = File.ReadAllLines(input);
        Lines("kept").ShouldBe(lines.Where(static (_, i) => i % 10 != 3));
        using var removed = JsonDocument.Parse(Lines("removed")[0]);
        removed.RootElement.GetProperty("id").GetString().ShouldBe("d3");
        removed.RootElement.GetProperty("item").GetString().ShouldBe("quiz.jsonl#4");
        removed.RootElement.GetProperty("overlap").GetInt32().ShouldBeGreaterThan(5);
        var record = removed.RootElement.GetProperty("record");
        record.GetRawText().ShouldBe(lines[3]);
        var (start, length) = (removed.RootElement.GetProperty("start").GetInt32(), removed.RootElement.GetProperty("length").GetInt32());
        record.GetProperty("text").GetString()!.Substring(start, length).ShouldBe(removed.RootElement.GetProperty("evidence").GetString());
        File.ReadAllText(Out("report.html")).ShouldContain("10 documents hold items of the benchmarks");
    }

    [Fact]
    public void The_bytes_are_the_same_at_any_number_of_threads()
    {
        var input = Input(400, static i => i % 7 == 2 ? Filler(i, 3) + Question(i % 50) : Filler(i, 3));
        var first = Files(new DecontaminationOptions { Threads = 1, Cutting = new SpanCutting { Context = 20 } });

        Files(new DecontaminationOptions { Threads = 3, Cutting = new SpanCutting { Context = 20 } }).ShouldBe(first);

        IReadOnlyList<(string, string)> Files(DecontaminationOptions options)
        {
            Run(input, options, new ReadSettings { BlockBytes = 5000 });
            return [.. Directory.EnumerateFiles(Out(), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => (Path.GetRelativePath(Out(), path), File.ReadAllText(path)))];
        }
    }

    [Fact]
    public void A_span_goes_with_its_surroundings_and_the_rest_stays()
    {
        var input = Input(3, static i => Filler(i) + "\n" + (i == 1 ? Question(1) : "") + "\n" + Filler(i + 100));

        var result = Run(input, new DecontaminationOptions { Cutting = new SpanCutting { Context = 50 } });

        (result.Clean, result.Cut, result.Removed).ShouldBe((2, 1, 0));
        using var cut = JsonDocument.Parse(Lines("kept")[1]);
        var text = cut.RootElement.GetProperty("text").GetString()!;
        text.ShouldNotContain("traveller");
        text.ShouldStartWith("The 1th garden");
        text.ShouldContain("\n\n");
        cut.RootElement.GetProperty("nested").GetProperty("n").GetInt32().ShouldBe(1);
        result.BytesRemoved.ShouldBeInRange(Question(1).Length, Question(1).Length + 300);
    }

    [Fact]
    public void Pieces_become_documents_and_too_many_or_none_are_dropped()
    {
        var input = Input(3, static i => i switch
        {
            0 => Filler(0) + " " + Question(0) + " " + Filler(50),
            1 => string.Join(' ', Enumerable.Range(1, 14).Select(static q => Filler(q + 200, 8) + " " + Question(q))),
            _ => Question(2),
        });

        var result = Run(input, new DecontaminationOptions { Cutting = new SpanCutting { Split = true } });

        (result.Clean, result.Cut, result.Removed).ShouldBe((0, 1, 2));
        Lines("kept").Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()).ShouldBe(["d0-1", "d0-2"]);
        JsonDocument.Parse(Lines("kept")[1]).RootElement.GetProperty("nested").GetProperty("n").GetInt32().ShouldBe(0);
    }

    [Fact]
    public void The_recall_is_measured_on_planted_items_and_is_what_it_should_be()
    {
        var result = Run(Input(50, static i => Filler(i)), new DecontaminationOptions());

        result.Recall(ItemEdit.Verbatim).ShouldBe((20, 20));
        result.Recall(ItemEdit.Presentation).ShouldBe((20, 20));
        result.Recall(ItemEdit.OneWordIn20).Found.ShouldBeGreaterThanOrEqualTo(18);
        result.Recall(ItemEdit.Reordered).Planted.ShouldBe(0);

        // One that finds nothing must say so.
        Run(Input(50, static i => Filler(i)), new DecontaminationOptions { Limits = new ContaminationLimits(1000, 1) }).Recall(ItemEdit.Verbatim).ShouldBe((20, 0));
        Run(Input(5, static i => Question(i)), new DecontaminationOptions()).Recalls.ShouldBeEmpty();
    }

    [Fact]
    public void A_finished_folder_is_known_again_and_another_one_refused()
    {
        var input = Input(5, static i => Filler(i));
        Run(input, new DecontaminationOptions());

        Make(input, new DecontaminationOptions { Threads = 1 }).IsDone().ShouldBeTrue();
        Should.Throw<InvalidDataException>(() => Make(input, new DecontaminationOptions { Cutting = new SpanCutting() }).IsDone()).Message.ShouldContain("--overwrite");
        File.Delete(Out("report.json"));
        Should.Throw<InvalidDataException>(() => Make(input, new DecontaminationOptions()).IsDone()).Message.ShouldContain("holds no decontamination");
    }

    [Fact]
    public void A_run_that_is_stopped_leaves_nothing_and_can_begin_anew()
    {
        var input = Input(300, static i => Filler(i));
        using var stop = new CancellationTokenSource();

        Should.Throw<OperationCanceledException>(() => Make(input, new DecontaminationOptions { Threads = 1 }, new ReadSettings { BlockBytes = 5000 }).Run(_ => stop.Cancel(), stop.Token));

        Directory.EnumerateFileSystemEntries(_folder.Path, "out*").ShouldBeEmpty();
        Run(input, new DecontaminationOptions()).Documents.ShouldBe(300);
    }

    [Fact]
    public void Frequent_grams_are_counted_in_a_first_pass()
    {
        var input = Input(30, static i => Filler(i) + Question(i < 20 ? 1 : i));

        var result = Run(input, new DecontaminationOptions { MostOccurrences = 10 });

        result.Removed.ShouldBe(10);
        result.FrequentGrams.ShouldBeGreaterThan(5);
        Run(input, new DecontaminationOptions()).Removed.ShouldBe(30);
    }

    [Fact]
    public void Broken_records_are_set_aside()
    {
        var input = Input(5, static i => Filler(i));
        File.AppendAllText(input, "{\"id\": broken\n");

        var result = Run(input, new DecontaminationOptions());

        (result.Documents, result.Broken).ShouldBe((5, 1));
        JsonDocument.Parse(Lines("broken").ShouldHaveSingleItem()).RootElement.GetProperty("place").GetInt32().ShouldBe(6);
    }

    private string Out(string name = "") => Path.Combine(_folder.Path, "out", name);

    private string[] Lines(string part) => [.. ShardWriter.Files(Out(part)).SelectMany(File.ReadAllLines)];

    private string Input(int count, Func<int, string> text) =>
        _folder.File("input.jsonl", string.Concat(Enumerable.Range(0, count).Select(i => JsonSerializer.Serialize(new { id = $"d{i}", nested = new { n = i }, text = text(i) }) + "\n")));

    private DecontaminationResult Run(string input, DecontaminationOptions options, ReadSettings? settings = null) => Make(input, options, settings).Run();

    private DecontaminationRun Make(string input, DecontaminationOptions options, ReadSettings? settings = null)
    {
        var quiz = _folder.File("quiz.jsonl", string.Concat(Enumerable.Range(0, 100).Select(static i => JsonSerializer.Serialize(new { question = Question(i) }) + "\n")));
        return new DecontaminationRun(new DecontaminationFolder(Out()), [InputFile.OfPath(input, "input.jsonl")], settings ?? ReadSettings.Default, null, BenchmarkIndex.Read([quiz]), options);
    }
}

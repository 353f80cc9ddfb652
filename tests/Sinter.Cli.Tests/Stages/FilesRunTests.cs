using System.Text;
using Sinter.Cli.Stages;
using Sinter.Data;
using Sinter.Data.Packing;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tests.Stages;

/// <summary>A recipe over files of the user's own: a table of lines and an archive of a crawl, from raw bytes to packed tokens.</summary>
public sealed class FilesRunTests : IDisposable
{
    private const int Lines = 200;
    private const int Pages = 20;

    private readonly TemporaryFolder _folder = new();
    private readonly string _recipe;

    public FilesRunTests()
    {
        _folder.File(Path.Combine("raw", "lines.jsonl"), string.Concat(Enumerable.Range(0, Lines).Select(i => $"{{\"id\":\"line-{i}\",\"text\":\"{(i % 10 == 0 ? "Short." : $"The lamp of number {i} gives light to the room.")}\"}}\n")) + "{broken\n");
        _folder.File(Path.Combine("raw", "crawl.warc"), string.Concat(Enumerable.Range(0, Pages).Select(Record)));
        _recipe = _folder.File("small.yaml", $$"""
            collect:
              source: files
              inputs: [ '{{_folder.File("raw")}}' ]
            clean:
              steps:
                - extract
                - normalise
                - minimumWords: { minimum: 5 }
                - exactDuplicates
            split: { train: 0.8, validation: 0.1, test: 0.1 }
            tokenizer: { vocabularySize: 300 }
            pack: { contextLength: 32 }
            """);
    }

    private RunFolder Run => new(_folder.File("run"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_become_packed_tokens_and_what_was_dropped_or_broken_is_counted()
    {
        Sinter().Code.ShouldBe(ExitCode.Done);

        var clean = StageResult.Read(Run, "clean")!;
        clean.DocumentsIn.ShouldBe(Lines + Pages + 1);
        clean.DocumentsOut.ShouldBe((Lines * 9 / 10) + Pages);
        clean.Drops.Single().ShouldSatisfyAllConditions(drop => drop.Reason.ShouldBe("minimumWords.words"), drop => drop.Count.ShouldBe(Lines / 10));
        var texts = SplitStage.Splits.SelectMany(name => JsonLines.ReadDocuments(Run.Split(name))).ToList();
        texts.Count.ShouldBe((Lines * 9 / 10) + Pages);
        texts.ShouldContain(document => document.Text.Contains("page of number 7", StringComparison.Ordinal) && !document.Text.Contains("Home", StringComparison.Ordinal));
        using var packed = PackedDataset.Open(Run.PackedSplit("train"));
        packed.DocumentIds().ShouldContain(id => id.StartsWith("line-", StringComparison.Ordinal));
    }

    [Fact]
    public void A_dry_run_plans_and_writes_nothing()
    {
        var run = Sinter("--dry-run");

        run.ShouldSatisfyAllConditions(result => result.Code.ShouldBe(ExitCode.Done), result => result.Output.ShouldMatch("clean +run"));
        Directory.Exists(Run.Root).ShouldBeFalse();
    }

    [Fact]
    public void A_second_run_keeps_all_and_a_changed_option_of_a_step_cleans_again()
    {
        Sinter().Code.ShouldBe(ExitCode.Done);

        Sinter().Output.ShouldMatch("clean +skip");

        File.WriteAllText(_recipe, File.ReadAllText(_recipe).Replace("minimum: 5", "minimum: 1", StringComparison.Ordinal));
        var changed = Sinter();
        changed.ShouldSatisfyAllConditions(
            result => result.Error.ShouldBe(""),
            result => result.Output.ShouldMatch("collect +skip"),
            result => result.Output.ShouldMatch("clean +run"),
            result => result.Output.ShouldMatch("pack +run"));

        // The short lines are kept now, and all but the first of them repeat it.
        StageResult.Read(Run, "clean")!.DocumentsOut.ShouldBe((Lines * 9 / 10) + Pages + 1);
    }

    [Fact]
    public void A_changed_file_is_read_again()
    {
        Sinter().Code.ShouldBe(ExitCode.Done);

        _folder.File(Path.Combine("raw", "more.txt"), "One more text of quite a few words.");

        Sinter().Output.ShouldMatch("collect +run");
        StageResult.Read(Run, "clean")!.DocumentsOut.ShouldBe((Lines * 9 / 10) + Pages + 1);
    }

    private static string Record(int i)
    {
        var page = $"<html><head><title>Page {i}</title></head><body><nav><a href='/'>Home</a></nav><article><p>This is the page of number {i}, which tells at some length of a lamp, "
            + $"of the light that it gives and of the {i} rooms in which it stands, so that there is enough to read on it.</p></article></body></html>";
        var response = $"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {Encoding.UTF8.GetByteCount(page)}\r\n\r\n{page}";
        return $"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{i:D12}>\r\nWARC-Date: 2024-01-01T00:00:00Z\r\nWARC-Target-URI: https://example.org/{i}\r\n"
            + $"Content-Type: application/http; msgtype=response\r\nContent-Length: {Encoding.UTF8.GetByteCount(response)}\r\n\r\n{response}\r\n\r\n";
    }

    private (int Code, string Output, string Error) Sinter(params string[] more)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter();
        var code = Tool.Run(["run", _recipe, "--out", Run.Root, "--to", "pack", .. more], output, error);
        return (code, output.ToString(), error.ToString().TrimEnd());
    }
}

using System.Text.Json.Nodes;
using Sinter.Data.Bias;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;

namespace Sinter.Data.Tests.Bias;

public sealed class BiasRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_planted_bias_is_found_and_copies_even_it_out()
    {
        var result = Run(new BiasOptions { Augmentation = TermAugmentation.Copies });

        WordAssociation.Of(result.Before, 0)[0].Word.ShouldBe("nurse");
        WordAssociation.Skew(result.Before, 0).ShouldBeGreaterThan(0.15);
        WordAssociation.Skew(result.After!, 0).ShouldBe(0, 1e-9);
        result.After!.Named[0].ShouldBe(result.After.Named[1]);
        (result.Written, result.Swapped).ShouldBe((240, 120));

        var lines = Lines();
        lines.Select(line => (string)line["id"]!).Distinct().Count().ShouldBe(240);
        lines[1].ToJsonString().ShouldBe("""{"kind":7,"id":"d0#swapped","text":"He is a nurse and helps.","more":{"id":"x"}}""");
        File.ReadAllText(Path.Combine(Out, "report.html")).ShouldContain("nurse");
        var report = JsonNode.Parse(File.ReadAllText(Path.Combine(Out, "report.json")))!;
        ((int)report["written"]!).ShouldBe(240);
        ((double)report["after"]![0]!["skew"]!).ShouldBe(0, 1e-6);
    }

    [Fact]
    public void Half_of_the_documents_are_swapped_in_place_the_same_at_any_number_of_threads()
    {
        var result = Run(new BiasOptions { Augmentation = TermAugmentation.Half, Threads = 3 });
        var bytes = File.ReadAllBytes(Path.Combine(Out, "documents.jsonl"));
        Run(new BiasOptions { Augmentation = TermAugmentation.Half, Threads = 1 });

        File.ReadAllBytes(Path.Combine(Out, "documents.jsonl")).ShouldBe(bytes);
        result.Written.ShouldBe(120);
        result.Swapped.ShouldBeInRange(40, 80);
        Lines().Select(line => (string)line["id"]!).ShouldBe(Enumerable.Range(0, 120).Select(at => $"d{at}"));
    }

    [Theory]
    [InlineData(false, 30, 30)]
    [InlineData(true, 90, 90)]
    public void Documents_are_balanced_exactly(bool up, int female, int male)
    {
        var result = Run(new BiasOptions { Balance = "gender", UpSample = up });

        var texts = Lines().Select(line => (string)line["text"]!).ToList();
        texts.Count(text => text.StartsWith("She", StringComparison.Ordinal)).ShouldBe(female);
        texts.Count(text => text.StartsWith("He", StringComparison.Ordinal)).ShouldBe(male);
        Lines().Select(line => (string)line["id"]!).Distinct().Count().ShouldBe((int)result.Written);
    }

    [Fact]
    public void Shares_are_kept_and_documents_of_no_group_too()
    {
        var taken = BalancedSample.Choose([0, 0, 0, 0, 1, 1, -1], [9, 3, 7, 1, 5, 6, 0], [1, 3], upSample: false);
        taken.ShouldBe([0, 0, 0, 1, 1, 1, 1]);
        BalancedSample.Choose([0, 0, 0, 0, 1, 1, -1], [9, 3, 7, 1, 5, 6, 0], [1, 3], upSample: true).ShouldBe([1, 1, 1, 1, 6, 6, 1]);
        Should.Throw<ArgumentException>(() => BalancedSample.Choose([0], [1], [1, 1], false));
        Should.Throw<InvalidDataException>(() => Run(new BiasOptions { Balance = "religion" })).Message.ShouldContain("cannot be balanced by 'religion'");
    }

    [Fact]
    public void Nothing_and_broken_lines_are_counted()
    {
        var result = Run(new BiasOptions { Augmentation = TermAugmentation.Copies }, "{\"id\":\"a\",\"text\":\"\"}\nbroken\n");

        (result.Before.Texts, result.Broken, result.Written).ShouldBe((1, 1, 1));
    }

    private string Out => _folder.File("out");

    private List<JsonNode> Lines() => [.. File.ReadLines(Path.Combine(Out, "documents.jsonl")).Select(line => JsonNode.Parse(line)!)];

    /// <summary>Thirty women who are nurses, and ninety men who are doctors.</summary>
    private BiasResult Run(BiasOptions options, string? content = null)
    {
        content ??= string.Concat(Enumerable.Range(0, 120).Select(at =>
            $$$"""{"kind":7,"id":"d{{{at}}}","text":"{{{(at % 4 == 0 ? "She is a nurse and helps." : "He is a doctor and helps.")}}}","more":{"id":"x"}}""" + "\n"));
        var input = InputSet.Resolve([_folder.File("docs.jsonl", content)], InputSettings.Default);
        return new BiasRun(options, new ReadSettings { BlockBytes = 500 }).Run(input, Out);
    }
}

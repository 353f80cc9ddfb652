using Sinter.Cli.Mixtures;

namespace Sinter.Cli.Tests.Verbs.Data;

public sealed class MixVerbTests
{
    private static string Sources(TemporaryFolder folder)
    {
        foreach (var (name, count) in new[] { ("wiki", 40), ("books", 10) })
        {
            folder.File(name + ".jsonl", string.Concat(Enumerable.Range(0, count).Select(i => $$"""{"id":"{{name}}-{{i}}","text":"some words of {{name}} number {{i}}"}""" + "\n")));
        }

        return $$"""
            sources:
              - { name: wiki, inputs: ['{{folder.File("wiki.jsonl")}}'], weight: 3 }
              - { name: books, inputs: ['{{folder.File("books.jsonl")}}'], weight: 1 }
            """;
    }

    [Fact]
    public void AMixtureIsPlannedAndWritten()
    {
        using var folder = new TemporaryFolder();
        var spec = folder.File("mix.yaml", "budget: 40\nunit: documents\n" + Sources(folder));
        var plan = ToolRun.Of("data", "mix", spec, "--dry-run");
        plan.Code.ShouldBe(0);
        plan.Output.ShouldContain("wiki");
        Directory.Exists(folder.File("out")).ShouldBeFalse();

        var run = ToolRun.Of("data", "mix", spec, "--out", folder.File("out"));
        run.Code.ShouldBe(0);
        run.Output.ShouldContain("Mixture  40 documents");
        File.ReadAllLines(Path.Combine(folder.File("out"), "kept", "part-00000.jsonl")).Length.ShouldBe(40);
        ToolRun.Of("data", "mix", spec, "--out", folder.File("out")).ShouldFail(1, "holds a mixture already");
        ToolRun.Of("data", "mix", spec, "--out", folder.File("out"), "--overwrite").Code.ShouldBe(0);
    }

    [Theory]
    [InlineData("budgett: 5", "line 1: unknown key 'budgett'; did you mean 'budget'?")]
    [InlineData("budget: -5", "line 1: 'budget' is '-5', expected a number from 1 to")]
    [InlineData("order: random", "line 1: 'order' is 'random', expected one of shuffled, curriculum, interleaved, given.")]
    [InlineData("temperature: 3\nalpha: 0.3", "'alpha' and 'temperature' are two names of one thing")]
    [InlineData("budget: 900000\nunit: documents", "The budget asks for 900,000 documents where the sources hold 200 in 4 epochs")]
    public void AWrongKeyIsToldByItsLine(string head, string sentence)
    {
        using var folder = new TemporaryFolder();
        var spec = folder.File("mix.yaml", head + "\n" + Sources(folder));
        var run = ToolRun.Of("data", "mix", spec, "--out", folder.File("out"));
        run.Code.ShouldBe(1);
        run.Error.TrimEnd().ShouldContain(sentence);
        run.Error.TrimEnd().Split('\n').Length.ShouldBe(1);
        Directory.Exists(folder.File("out")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("sources: 5", "line 1: 'sources' is '5', expected a list of sources.")]
    [InlineData("sources:\n  - { name: a, inputs: [nowhere.jsonl] }", "line 2: the source 'a': There is no file or folder 'nowhere.jsonl'")]
    [InlineData("sources:\n  - { name: a, text-field: b }", "line 2: unknown key 'text-field'; did you mean 'textField'?")]
    [InlineData("sources:\n  - { name: a }", "line 2: the source 'a' has no inputs")]
    [InlineData("sources: []", "The mixture has no sources")]
    [InlineData("# nothing", "must hold keys with values")]
    public void AWrongSourceIsToldByItsLine(string content, string sentence)
    {
        using var folder = new TemporaryFolder();
        Should.Throw<InvalidDataException>(() => MixtureFileReader.Read(folder.File("mix.yaml", content))).Message.ShouldContain(sentence);
    }

    [Fact]
    public void OtherUsesAreRefused()
    {
        using var folder = new TemporaryFolder();
        var spec = folder.File("mix.yaml", Sources(folder));
        ToolRun.Of("data", "mix", spec).ShouldFail(2, "--out is missing");
        ToolRun.Of("data", "mix", spec, "--out", folder.File("out"), "--format", "parquet").ShouldFail(2, "--format");
        ToolRun.Of("data", "mix", folder.File("none.yaml"), "--out", folder.File("out")).ShouldFail(1, "There is no spec of a mixture");
        folder.File("strange/thesis.txt", "text");
        ToolRun.Of("data", "mix", spec, "--out", folder.File("strange")).ShouldFail(1, "holds 'thesis.txt'");
    }
}

using Sinter.Data.Privacy;

namespace Sinter.Data.Tests.Privacy.Evaluation;

public sealed class LabelledTextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Code_points_become_units_and_come_back()
    {
        const string Line = """{"text":"😀 Ann 😀","spans":[{"start":2,"end":5,"kind":"person"}]}""";
        var text = LabelledText.Read(_folder.File("a.jsonl", Line + "\n\n")).Single();
        text.Spans.ShouldBe([new LabelledSpan(3, 3, "person")]);
        text.ToJson().Replace("\\uD83D\\uDE00", "😀", StringComparison.Ordinal).ShouldBe(Line);
    }

    [Theory]
    [InlineData("{}", "cannot be used")]
    [InlineData("[]", "cannot be used")]
    [InlineData("{\"text\":\"a\"}", "cannot be used")]
    [InlineData("{\"text\":\"a\",\"spans\":[{\"start\":0,\"end\":2,\"kind\":\"person\"}]}", "from 0 to 2 is not within the 1 characters")]
    [InlineData("{\"text\":\"a\",\"spans\":[{\"start\":-1,\"end\":1,\"kind\":\"person\"}]}", "from -1 to 1")]
    [InlineData("{\"text\":\"a\",\"spans\":[{\"start\":1,\"end\":1,\"kind\":\"person\"}]}", "from 1 to 1")]
    [InlineData("{\"text\":\"a\",\"spans\":[{\"start\":\"0\",\"end\":1,\"kind\":\"person\"}]}", "cannot be used")]
    [InlineData("{\"text\":", "cannot be used")]
    public void A_broken_line_is_told_with_its_number(string line, string expected)
    {
        var file = _folder.File("a.jsonl", "{\"text\":\"\",\"spans\":[]}\n" + line);
        Should.Throw<InvalidDataException>(() => LabelledText.Read(file).ToList()).Message.ShouldContain(expected);
        Should.Throw<InvalidDataException>(() => LabelledText.Read(file).ToList()).Message.ShouldStartWith("Line 2 of '");
    }
}

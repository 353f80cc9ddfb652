using Sinter.Data.Cleaning;
using Sinter.Data.Lineage;

namespace Sinter.Data.Tests.Lineage;

public sealed class ForgottenListTests
{
    private static readonly ForgottenHash Plain = new(null);

    private static string Write(TemporaryFolder folder, ForgottenHash hash) => folder.File(
        "forgotten.jsonl", ForgottenList.IdLine(hash, "a") + ForgottenList.IdLine(hash, "f.jsonl#3") + ForgottenList.TextLine(hash, hash.OfText("The Text, of a document.")!));

    private static Document Document(string id, string text = "something else") => new() { Id = id, Text = text };

    [Fact]
    public void IdsFamiliesAndTextsAreKnown()
    {
        using var folder = new TemporaryFolder();
        var list = ForgottenList.Read(Write(folder, Plain), Plain);
        list.Count.ShouldBe(3);
        list.Holds(Document("a")).ShouldBeTrue();
        list.Holds(Document("a~2")).ShouldBeTrue();
        list.Holds(Document("a#4~2")).ShouldBeTrue();
        list.Holds(Document("ab")).ShouldBeFalse();
        list.Holds(Document("x", "the text of\n\na DOCUMENT")).ShouldBeTrue();
        list.Holds(Document("x", "the text of a document and more")).ShouldBeFalse();
        list.Holds(Document("x", "")).ShouldBeFalse();
    }

    [Fact]
    public void APlaceInAFileSaysNothingWithoutItsText()
    {
        using var folder = new TemporaryFolder();
        var list = ForgottenList.Read(Write(folder, Plain), Plain);
        list.Holds(Document("f.jsonl#3")).ShouldBeFalse();
        list.Holds(Document("f.jsonl#3~2")).ShouldBeFalse();
        list.Holds(Document("f.jsonl#3", "The text of a document")).ShouldBeTrue();
    }

    [Fact]
    public void WithAKeyNobodyElseCanTell()
    {
        using var folder = new TemporaryFolder();
        var keyed = ForgottenHash.OfKeyFile(folder.File("key", "sixteen bytes or more"));
        var path = Write(folder, keyed);
        File.ReadAllText(path).ShouldNotContain(Plain.OfId("a"));
        ForgottenList.Read(path, keyed).Holds(Document("a")).ShouldBeTrue();
        ForgottenList.Read(path, new ForgottenHash(new byte[16])).Holds(Document("a")).ShouldBeFalse();
        Should.Throw<InvalidDataException>(() => ForgottenList.Read(path, Plain)).Message.ShouldContain("was made with a key; name the key");
        Should.Throw<InvalidDataException>(() => ForgottenHash.OfKeyFile(folder.File("short", "short"))).Message.ShouldContain("has 5 bytes, expected at least 16");
    }

    [Fact]
    public void ADamagedListIsNotPassedOver()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<InvalidDataException>(() => ForgottenList.Read(folder.File("list", "{\"id\":\"x\"}\n{\"id\":"), Plain)).Message.ShouldStartWith("Line 2 of ");
        Should.Throw<FileNotFoundException>(() => ForgottenList.Read(folder.File("none"), Plain));
        ForgottenList.Of(folder.Path).ShouldBeNull();
    }

    [Fact]
    public void TheStepDropsThem()
    {
        using var folder = new TemporaryFolder();
        var step = new ForgottenStep { List = Write(folder, Plain) };
        step.Rules.ShouldHaveSingleItem().Maximum.ShouldBe(0);
        var candidate = new Candidate(Document("a~2"));
        candidate.BeginStep(1);
        step.Process(candidate);
        candidate.Scores[0].ShouldBe(1);
        Should.Throw<InvalidDataException>(() => new ForgottenStep().Rules).Message.ShouldContain("has no list");
        Should.Throw<InvalidDataException>(() => new ForgottenStep { List = folder.File("none") }.Rules).Message.ShouldContain("There is no list of what was forgotten");
    }
}

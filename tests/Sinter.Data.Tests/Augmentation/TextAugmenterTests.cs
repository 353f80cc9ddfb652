using System.Text.RegularExpressions;
using Sinter.Data.Augmentation;
using Sinter.Data.Cleaning;
using Sinter.Data.Inputs;
using Sinter.Data.Lineage;
using Sinter.Data.Reading;
using Sinter.Data.Shards;

namespace Sinter.Data.Tests.Augmentation;

public sealed partial class TextAugmenterTests : IDisposable
{
    private const string Text = "The quick (brown) fox,\n\n  jumps \"over\" the lazy dog's   well-known tail — twice: 12 times!";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static TextAugmenter Augmenter(double rate, SynonymList? synonyms, params AugmentationKind[] kinds) => new(new AugmentationOptions { Kinds = kinds, Rate = rate, Synonyms = synonyms });

    private static Document Document(string text, string id = "a") => new() { Id = id, Text = text, Source = "s", Metadata = new MetadataDictionary([new("url", "u")]) };

    private SynonymList Synonyms(string content = "quick, fast, swift\nlazy\tidle # remark\n\ndog's, hound's\n") => SynonymList.Read(_folder.File("synonyms.csv", content));

    [GeneratedRegex(@"[\p{L}\p{M}\p{Nd}]+(?:['-][\p{L}\p{M}\p{Nd}]+)*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    private static List<string> Words(string text) => [.. Word().Matches(text).Select(static match => match.Value)];

    private static string Between(string text) => Word().Replace(text, "");

    [Fact]
    public void WordsAreFoundAsTheyAreWritten() => TextWords.Find(Text).Select(static place => Text[place]).ShouldBe(Words(Text));

    [Fact]
    public void ACopySaysWhoseItIsAndWhatWasDone()
    {
        var copy = Augmenter(0.1, null, AugmentationKind.Swap).Copy(Document(Text), 3)!;
        copy.Id.ShouldBe("a~swap-3");
        copy.Metadata["augmented"].ShouldBe("swap");
        copy.Metadata["document"].ShouldBe("a");
        copy.Metadata["url"].ShouldBe("u");
        copy.Source.ShouldBe("s");
        DocumentFamily.Holds("a", copy.Id).ShouldBeTrue();
        DocumentFamily.CopyDepth(copy.Id).ShouldBe(0);
    }

    [Theory]
    [InlineData(0.05, 1)]
    [InlineData(0.4, 6)]
    public void SwapMovesWordsAndNothingElse(double rate, int most)
    {
        for (var i = 1; i < 40; i++)
        {
            var copy = Augmenter(rate, null, AugmentationKind.Swap).Copy(Document(Text), i)!;
            Words(copy.Text).Order(StringComparer.Ordinal).ShouldBe(Words(Text).Order(StringComparer.Ordinal));
            Between(copy.Text).ShouldBe(Between(Text));
            Words(copy.Text).Zip(Words(Text)).Count(static pair => pair.First != pair.Second).ShouldBeInRange(2, 2 * most);
        }
    }

    [Fact]
    public void DeletionLeavesOutWordsAndOneSpaceWithEach()
    {
        for (var i = 1; i < 60; i++)
        {
            var copy = Augmenter(0.3, null, AugmentationKind.Deletion).Copy(Document(Text), i)!;
            var (before, after) = (Words(Text), Words(copy.Text));
            after.Count.ShouldBeInRange(1, before.Count - 1);
            IsWithin(after, before).ShouldBeTrue();
            Between(copy.Text).Replace(" ", "", StringComparison.Ordinal).ShouldBe(Between(Text).Replace(" ", "", StringComparison.Ordinal));
        }

        Augmenter(1, null, AugmentationKind.Deletion).Copy(Document("one two three"), 1)!.Text.ShouldBeOneOf("one", "two", "three");
        Augmenter(0.1, null, AugmentationKind.Deletion).Copy(Document("one two"), 1)!.Text.ShouldBeOneOf("one", "two");
        Augmenter(0.1, null, AugmentationKind.Deletion).Copy(Document("one"), 1).ShouldBeNull();
    }

    [Fact]
    public void SynonymsComeFromTheListAndKeepCapitals()
    {
        var list = Synonyms();
        list.Count.ShouldBe(3);
        var copies = Enumerable.Range(1, 40).Select(i => Augmenter(1, list, AugmentationKind.Synonyms).Copy(Document("Quick QUICK quick lazy, fox"), i)!.Text).Distinct(StringComparer.Ordinal).ToList();
        copies.ShouldAllBe(static text => Regex.IsMatch(text, "^(Fast|Swift) (FAST|SWIFT) (fast|swift) idle, fox$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        copies.Count.ShouldBeGreaterThan(3);
        Augmenter(1, list, AugmentationKind.Synonyms).Copy(Document("nothing known here"), 1).ShouldBeNull();
    }

    [Fact]
    public void InsertionPutsInSynonymsOfTheTextAndKeepsTheRest()
    {
        for (var i = 1; i < 40; i++)
        {
            var copy = Augmenter(0.1, Synonyms(), AugmentationKind.Insertion).Copy(Document(Text), i)!;
            var after = Words(copy.Text);
            after.Count.ShouldBe(Words(Text).Count + 1);
            IsWithin(Words(Text), after).ShouldBeTrue();
            after.Except(Words(Text)).ShouldHaveSingleItem().ShouldBeOneOf("fast", "swift", "idle", "hound's");
        }
    }

    [Theory]
    [InlineData(AugmentationKind.Case)]
    [InlineData(AugmentationKind.Keyboard)]
    [InlineData(AugmentationKind.Ocr)]
    public void LettersChangeWithinWordsAlone(AugmentationKind kind)
    {
        // A part of one letter, such as that of "dog's", may go whole.
        var text = Text.Replace("dog's", "dogs", StringComparison.Ordinal);
        var different = 0;
        for (var i = 1; i < 60; i++)
        {
            var copy = Augmenter(0.2, null, kind).Copy(Document(text), i)!;
            Between(copy.Text).ShouldBe(Between(text));
            var pairs = Words(copy.Text).Zip(Words(text)).ToList();
            var changed = pairs.Count(static pair => pair.First != pair.Second);
            changed.ShouldBeInRange(1, (int)Math.Round(0.2 * pairs.Count));
            different += changed;
            pairs.ShouldAllBe(pair => kind == AugmentationKind.Case ? string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase) : Math.Abs(pair.First.Length - pair.Second.Length) <= 1);
        }

        different.ShouldBeGreaterThan(60);
    }

    [Fact]
    public void ScriptsWithoutSpacesGoBySignsOrStay()
    {
        var text = "今天天氣很好。我們去公園！";
        var swapped = Augmenter(0.2, null, AugmentationKind.Swap).Copy(Document(text), 1)!.Text;
        swapped.ShouldNotBe(text);
        swapped.Order().ShouldBe(text.Order());
        swapped.IndexOf('。').ShouldBe(text.IndexOf('。'));
        Augmenter(0.2, null, AugmentationKind.Deletion).Copy(Document(text), 1)!.Text.Length.ShouldBeLessThan(text.Length);
        foreach (var alone in new[] { "สวัสดีครับผมชื่อสมชาย", "မင်္ဂလာပါ", "", " \n ", "!?", "\uD800\uDC00\uD800", "\0\0" })
        {
            Augmenter(0.5, null, AugmentationKind.Deletion, AugmentationKind.Swap, AugmentationKind.Keyboard, AugmentationKind.Ocr).Copy(Document(alone), 1)?.Text.Length.ShouldBe(alone.Length, alone);
        }

        // Broken surrogates between words stay where they are.
        Augmenter(1, null, AugmentationKind.Case).Copy(Document("ab \uD800 cd"), 1)!.Text.ShouldContain(" \uD800 ");
    }

    [Fact]
    public void TheSameSeedAndIdGiveTheSameAndOthersOthers()
    {
        string Change(string id, ulong seed, int copy) => new TextAugmenter(new AugmentationOptions { Kinds = [AugmentationKind.Swap], Rate = 0.4, Seed = seed }).Copy(Document(Text, id), copy)!.Text;
        Change("a", 1, 1).ShouldBe(Change("a", 1, 1));
        new[] { Change("a", 1, 1), Change("b", 1, 1), Change("a", 2, 1), Change("a", 1, 2) }.ShouldBeUnique();
    }

    [Fact]
    public void CopiesAreChangedInTurn()
    {
        var augmenter = Augmenter(0.2, null, AugmentationKind.Swap, AugmentationKind.Deletion, AugmentationKind.Case);
        Enumerable.Range(1, 3).Select(i => augmenter.Copy(Document(Text), i)!.Metadata["augmented"]).Order(StringComparer.Ordinal).ShouldBe(["case", "deletion", "swap"]);
    }

    [Fact]
    public void AHugeTextIsChangedInTimeAndOfOneWordAtMostOnce()
    {
        var text = string.Join(' ', Enumerable.Repeat("word", 1_000_000));
        Augmenter(0.1, null, AugmentationKind.Swap).Copy(Document(text), 1).ShouldBeNull();
        Augmenter(0.1, null, AugmentationKind.Deletion).Copy(Document(text), 1)!.Text.Length.ShouldBeInRange(4_400_000, 4_600_000);
        Augmenter(0.1, null, AugmentationKind.Ocr, AugmentationKind.Keyboard, AugmentationKind.Case).Copy(Document(new string('m', 10_000_000)), 1).ShouldBeNull();
    }

    [Fact]
    public void TheStepChangesAShareOfTheDocuments()
    {
        var chain = CleaningChain.Create(StepCatalog.BuiltIn, [new StepSetting("augment", new Dictionary<string, string>(StringComparer.Ordinal) { ["changes"] = "[\"swap\"]", ["documents"] = "0.3" })]);
        using (chain)
        {
            var step = new AugmentStep { Changes = ["swap"], Documents = 0.3 };
            step.Rules.ShouldBeEmpty();
            var changed = Enumerable.Range(0, 2_000).Select(i =>
            {
                var candidate = new Candidate(Document(Text, $"d{i}"));
                step.Process(candidate);
                return candidate.ToDocument();
            }).Where(static document => document.Metadata.ContainsKey("augmented")).ToList();
            changed.Count.ShouldBeInRange(520, 680);
            changed.ShouldAllBe(static document => document.Text != Text && document.Metadata["augmented"] == "swap");
        }

        Should.Throw<InvalidDataException>(() => new AugmentStep { Changes = ["swop"] }.Rules).Message.ShouldContain("did you mean 'swap'?");
        Should.Throw<InvalidDataException>(() => new AugmentStep { Changes = ["synonyms"] }.Rules).Message.ShouldContain("needs a list of synonyms");
        Should.Throw<InvalidDataException>(() => new AugmentStep { Changes = [] }.Rules).Message.ShouldContain("No change is named");
        Should.Throw<InvalidDataException>(() => new AugmentStep { Synonyms = _folder.File("none") }.Rules).Message.ShouldContain("There is no list of synonyms");
    }

    [Fact]
    public void AListOfSynonymsIsToldByLineWhereItIsWrong()
    {
        Should.Throw<InvalidDataException>(() => Synonyms("a, b\nlonely\n")).Message.ShouldStartWith("Line 2 of ");
        Should.Throw<InvalidDataException>(() => Synonyms("# nothing\n")).Message.ShouldContain("has no words");
    }

    [Fact]
    public void CopiesOfAFileAreTheSameAtAnyNumberOfThreads()
    {
        var path = _folder.File("in.jsonl", string.Concat(Enumerable.Range(0, 3_000).Select(static i => $$"""{"id":"d{{i}}","text":"some words of number {{i}} to change"}""" + "\n")) + "{broken\n{\"id\":\"none\",\"text\":\"!\"}\n");
        byte[] Write(int threads, out AugmentationResult result)
        {
            var target = _folder.File($"out{threads}.jsonl");
            result = AugmentationRun.Write(
                [InputFile.OfPath(path, "in.jsonl")], new ReadSettings { BlockBytes = 4_000 }, null, Augmenter(0.2, null, AugmentationKind.Swap, AugmentationKind.Keyboard), 2, true, target, JsonLinesShards.Plain, threads);
            return File.ReadAllBytes(target);
        }

        var one = Write(1, out var result);
        Write(5, out _).ShouldBe(one);
        (result.Documents, result.Copies, result.Unchanged, result.Broken).ShouldBe((3_001, 6_000, 1, 1));
        var ids = JsonLines.ReadDocuments(_folder.File("out1.jsonl")).Select(static document => document.Id).ToList();
        ids.Count.ShouldBe(9_001);
        ids.ShouldBeUnique();
    }

    private static bool IsWithin(List<string> part, List<string> whole)
    {
        var at = 0;
        foreach (var word in whole)
        {
            at += at < part.Count && part[at] == word ? 1 : 0;
        }

        return at == part.Count;
    }
}

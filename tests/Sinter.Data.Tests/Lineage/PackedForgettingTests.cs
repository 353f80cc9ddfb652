using Sinter.Data.Lineage;
using Sinter.Data.Packing;

namespace Sinter.Data.Tests.Lineage;

public sealed class PackedForgettingTests : IDisposable
{
    private const int End = 0;
    private readonly TemporaryFolder _folder = new();

    private string Set => _folder.File("set");

    public void Dispose() => _folder.Dispose();

    private void Pack(bool mask, int vocabulary = 1000, int documents = 60)
    {
        using var writer = new PackedDatasetWriter(Set, new PackingOptions
        {
            ContextLength = 16,
            VocabularySize = vocabulary,
            EndOfText = End,
            TokenizerFingerprint = "abc",
            HasTrainedMask = mask,
            ShardBytes = 400,
            WindowTokens = 200,
        });
        for (var i = 0; i < documents; i++)
        {
            // Each document has tokens of its own, some more than a sequence holds.
            var tokens = Enumerable.Repeat(i + 1, 3 + (i * 7 % 29)).ToArray();
            if (mask)
            {
                writer.Add($"d{i}", tokens, [.. tokens.Select((_, at) => at % 3 != 0)], tokens.Length);
            }
            else
            {
                writer.Add($"d{i}", tokens, tokens.Length);
            }
        }

        writer.Complete();
    }

    [Theory]
    [InlineData(false, 1000)]
    [InlineData(true, 1000)]
    [InlineData(true, 100_000)]
    public void TokensGoAndAllElseStays(bool mask, int vocabulary)
    {
        Pack(mask, vocabulary);
        PackedManifest before;
        Dictionary<int, List<(int Target, int Offset)>> others;
        using (var packed = PackedDataset.Open(Set))
        {
            before = packed.Manifest;
            others = Targets(packed);
        }

        var found = Forgetting.Find(_folder.Path, new ForgetRequest(["d3", "d28", "d59"], null), new ForgottenHash(null));
        found.Places.Select(static place => place.Document).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ShouldBe(["d28", "d3", "d59"]);
        var receipt = found.Apply([], DateTimeOffset.UnixEpoch);
        receipt.Tokens.Count.ShouldBe(found.Places.Count);

        using var after = PackedDataset.Open(Set, checkHashes: true);
        after.Sequences.ShouldBe(before.Sequences);
        after.Manifest.Forgotten.ShouldBe(3);
        after.Manifest.Tokens.ShouldBe(before.Tokens - found.Places.Sum(static place => (long)place.Length));
        after.Manifest.TextBytes.ShouldBe(before.TextBytes - new[] { 3, 28, 59 }.Sum(static i => 3 + (i * 7 % 29)));
        var now = Targets(after);
        after.Manifest.Targets.ShouldBe(now.Sum(static document => (long)document.Value.Count));
        foreach (var gone in new[] { 3, 28, 59 })
        {
            after.Locate($"d{gone}").ShouldBeEmpty();
            now.ShouldNotContainKey(gone);
            others.Remove(gone);
            AllTokens(after).ShouldNotContain(gone + 1);
        }

        now.Keys.Order().ShouldBe(others.Keys.Order());
        others.ShouldAllBe(document => now[document.Key].SequenceEqual(document.Value));
        ForgottenBytes.FilesWith(_folder.Path, "\"d28\"").ShouldBeEmpty();
    }

    [Fact]
    public void ADataSetOfOneDocumentIsPaddingThen()
    {
        Pack(mask: false, documents: 1);
        Forgetting.Find(_folder.Path, new ForgetRequest(["d0"], null), new ForgottenHash(null)).Apply([], DateTimeOffset.UnixEpoch);
        using var packed = PackedDataset.Open(Set);
        packed.Manifest.Tokens.ShouldBe(0);
        packed.Manifest.Targets.ShouldBe(0);
        AllTokens(packed).ShouldAllBe(static token => token == End);
    }

    [Fact]
    public void ADataSetWithoutTheDocumentKeepsItsBytes()
    {
        Pack(mask: true);
        Forgetting.Find(_folder.Path, new ForgetRequest(["d99"], null), new ForgottenHash(null)).IsEmpty.ShouldBeTrue();
        File.ReadAllText(Path.Combine(Set, "manifest.json")).ShouldNotContain("forgotten");
    }

    private static List<int> AllTokens(PackedDataset packed)
    {
        var all = new List<int>();
        var (tokens, targets, starts) = (new int[packed.ContextLength], new int[packed.ContextLength], new int[packed.ContextLength]);
        for (var sequence = 0L; sequence < packed.Sequences; sequence++)
        {
            packed.Read(sequence, tokens, targets, starts);
            all.AddRange(tokens);
        }

        return all;
    }

    /// <summary>What is trained of each document, with where in the document it stands.</summary>
    private static Dictionary<int, List<(int Target, int Offset)>> Targets(PackedDataset packed)
    {
        var all = new Dictionary<int, List<(int Target, int Offset)>>();
        var (tokens, targets, starts) = (new int[packed.ContextLength], new int[packed.ContextLength], new int[packed.ContextLength]);
        for (var sequence = 0L; sequence < packed.Sequences; sequence++)
        {
            packed.Read(sequence, tokens, targets, starts);
            foreach (var segment in packed.Segments(sequence))
            {
                for (var i = segment.Start; i < segment.Start + segment.Length; i++)
                {
                    starts[i].ShouldBe(segment.Start);
                    if (targets[i] >= 0)
                    {
                        if (!all.TryGetValue(segment.Document, out var list))
                        {
                            all[segment.Document] = list = [];
                        }

                        list.Add((targets[i], segment.DocumentOffset + i - segment.Start));
                    }
                }
            }
        }

        return all;
    }
}

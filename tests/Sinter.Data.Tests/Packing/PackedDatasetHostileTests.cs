using Sinter.Data.Packing;

namespace Sinter.Data.Tests.Packing;

/// <summary>Data sets that are damaged, or claim what is not so; and such as are larger than numbers of 32 bits count.</summary>
public sealed class PackedDatasetHostileTests : IDisposable
{
    private const int End = 0;
    private readonly TemporaryFolder _folder = new();

    private string Set => Path.Combine(_folder.Path, "set");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_that_is_no_data_set_is_told() =>
        Should.Throw<FileNotFoundException>(() => PackedDataset.Open(_folder.Path)).Message.ShouldContain("is not a packed data set");

    [Theory]
    [InlineData("{", "is not the manifest")]
    [InlineData("null", "holds null")]
    [InlineData("{\"formatVersion\":1}", "is not the manifest")]
    [InlineData("[]", "is not the manifest")]
    [InlineData("", "is not the manifest")]
    public void A_manifest_that_makes_no_sense_is_told(string content, string reason)
    {
        WriteSmall();
        File.WriteAllText(Path.Combine(Set, PackedManifest.FileName), content);

        Should.Throw<InvalidDataException>(() => PackedDataset.Open(Set)).Message.ShouldContain(reason);
    }

    [Theory]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": 2", "the version that this program reads")]
    [InlineData("\"tokenBytes\": 2", "\"tokenBytes\": 3", "2 or 4")]
    [InlineData("\"vocabularySize\": 100", "\"vocabularySize\": 200", "another data set")]
    [InlineData("\"contextLength\": 8", "\"contextLength\": 9", "another data set")]
    [InlineData("shard-00000.tokens", "../shard-00000.tokens", "is missing")]
    [InlineData("\"sequences\": 3", "\"sequences\": 4", "the sum of the sequences")]
    [InlineData("\"sequences\": 3", "\"sequences\": 9223372036854775807", "'sequences'")]
    [InlineData("\"tokens\": 20", "\"tokens\": 25", "no more than the sequences hold")]
    [InlineData("\"targets\": 15", "\"targets\": -1", "no more than the tokens")]
    [InlineData("\"documents\": 5", "\"documents\": 4294967296", "from 0 to 2147483647")]
    [InlineData("\"contextLength\": 8", "\"contextLength\": 2147483647", "from 2 to 16777216")]
    [InlineData("\"vocabularySize\": 100", "\"vocabularySize\": 65537", "at most 65536 where a token has 2 bytes")]
    [InlineData("\"shards\": [", "\"shards\": [ null,", "a list of shards")]
    [InlineData("\"file\": \"shard-00000.tokens\"", "\"file\": null", "is not the manifest")]
    [InlineData("\"file\": \"shard-00000.tokens\"", "\"file\": \"\"", "is missing")]
    [InlineData("\"shards\": [", "\"shards\": [ { \"file\": \"a\", \"sequences\": 9223372036854775807, \"bytes\": 1, \"sha256\": \"\" }, ", "from 0 to")]
    public void A_manifest_of_another_data_set_is_told(string text, string replacement, string reason)
    {
        WriteSmall();
        var path = Path.Combine(Set, PackedManifest.FileName);
        var manifest = File.ReadAllText(path);
        var at = manifest.IndexOf(text, StringComparison.Ordinal);
        File.WriteAllText(path, manifest[..at] + replacement + manifest[(at + text.Length)..]);

        Should.Throw<Exception>(() => PackedDataset.Open(Set)).Message.ShouldContain(reason);
    }

    [Fact]
    public void A_shard_cut_short_at_any_byte_is_told()
    {
        WriteSmall();
        var path = Path.Combine(Set, "shard-00000.tokens");
        var whole = File.ReadAllBytes(path);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Should.Throw<InvalidDataException>(() => PackedDataset.Open(Set, checkHashes: false)).Message.ShouldContain("cut short");
        }
    }

    [Fact]
    public void A_shard_with_any_byte_changed_is_told()
    {
        WriteSmall();
        var path = Path.Combine(Set, "shard-00000.tokens");
        var whole = File.ReadAllBytes(path);
        for (var i = 0; i < whole.Length; i++)
        {
            byte[] changed = [.. whole];
            changed[i] ^= 0x41;
            File.WriteAllBytes(path, changed);
            Should.Throw<InvalidDataException>(() => PackedDataset.Open(Set));

            // Without the hash a wrong token may pass, but nothing may crash or read beyond the file.
            try
            {
                using var dataset = PackedDataset.Open(Set, checkHashes: false);
                for (var sequence = 0L; sequence < dataset.Sequences; sequence++)
                {
                    Read(dataset, sequence);
                }
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    [Fact]
    public void A_token_beyond_the_vocabulary_is_told_when_it_is_read()
    {
        WriteSmall();
        var path = Path.Combine(Set, "shard-00000.tokens");
        var bytes = File.ReadAllBytes(path);
        bytes[64] = 200;
        File.WriteAllBytes(path, bytes);

        using var dataset = PackedDataset.Open(Set, checkHashes: false);
        Should.Throw<InvalidDataException>(() => Read(dataset, 0)).Message.ShouldContain("holds the token 200, but the vocabulary has 100");
    }

    [Fact]
    public void Counts_that_only_fit_by_overflow_are_told()
    {
        // 2^36 sequences of 2^24 tokens of 4 bytes and 2^63 segments: sizes that wrap around if they are multiplied first.
        WriteSmall();
        var manifest = PackedManifest.Load(Set) with { ContextLength = 1 << 24, TokenBytes = 4, Tokens = 0, Targets = 0, Sequences = 1L << 36, HasTrainedMask = false };
        var shard = manifest.Shards[0] with { Sequences = 1L << 36 };
        var header = new byte[shard.Bytes];
        new ShardLayout(1 << 24, 100, 4, HasTrainedMask: false, 1L << 36, 1L << 62).WriteHeader(header);
        File.WriteAllBytes(Path.Combine(Set, shard.File), header);
        File.WriteAllText(Path.Combine(Set, PackedManifest.FileName), (manifest with { Shards = [shard] }).ToJson());

        Should.Throw<InvalidDataException>(() => PackedDataset.Open(Set, checkHashes: false)).Message.ShouldContain("it is damaged");
    }

    [Fact]
    public void More_tokens_than_32_bits_count_are_read_over_many_shards()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files with holes take all their room there.");

        // Three shards of over 2^30 tokens that take no room on most file systems, as they are zeros but for their tables.
        const int Context = 1 << 22;
        const int Each = 257;
        using (var writer = new PackedDatasetWriter(Set, Options(context: Context, vocabulary: 100)))
        {
            writer.Add("a", [7], 1);
            writer.Complete();
        }

        var manifest = PackedManifest.Load(Set);
        var layout = new ShardLayout(Context, 100, 2, HasTrainedMask: false, Each, Each);
        var shards = Enumerable.Range(0, 3).Select(i => new PackedShard($"shard-{i:00000}.tokens", Each, layout.FileBytes, "")).ToList();
        foreach (var shard in shards)
        {
            WriteSparse(Path.Combine(Set, shard.File), layout, last: (ushort)(10 + shards.IndexOf(shard)));
        }

        var all = 3L * Each;
        File.WriteAllText(Path.Combine(Set, PackedManifest.FileName), (manifest with { Shards = shards, Sequences = all, Tokens = all * Context, Targets = all * (Context - 1) }).ToJson());

        using var dataset = PackedDataset.Open(Set, checkHashes: false);
        dataset.Tokens.ShouldBeGreaterThan(3L << 30);
        Read(dataset, (2 * Each) - 1).Tokens[^1].ShouldBe(11);
        Read(dataset, all - 1).Tokens[^1].ShouldBe(12);
        dataset.Segments(all - 1).ShouldBe([new PackedSegment(0, Context, 0, 0)]);
        Should.Throw<ArgumentOutOfRangeException>(() => dataset.Segments(all));
    }

    [Fact]
    public void A_missing_shard_is_told()
    {
        WriteSmall();
        File.Delete(Path.Combine(Set, "shard-00000.tokens"));

        Should.Throw<FileNotFoundException>(() => PackedDataset.Open(Set)).Message.ShouldContain("'shard-00000.tokens'");
    }

    private void WriteSmall()
    {
        using var writer = new PackedDatasetWriter(Set, Options(context: 8, vocabulary: 100) with { HasTrainedMask = true });
        for (var i = 1; i <= 5; i++)
        {
            writer.Add($"d{i}", [.. Enumerable.Range(1, i)], i);
        }

        writer.Complete().Sequences.ShouldBe(3);
    }

    private static void WriteSparse(string path, ShardLayout layout, ushort last)
    {
        using var file = new FileStream(path, FileMode.Create);
        var header = new byte[ShardLayout.HeaderBytes];
        layout.WriteHeader(header);
        file.Write(header);
        file.Position = layout.MaskAt - 2;
        file.Write(BitConverter.GetBytes(last));
        file.Position = layout.IndexAt;
        for (var sequence = 0; sequence <= layout.Sequences; sequence++)
        {
            file.Write(BitConverter.GetBytes(sequence));
        }

        file.Position = layout.SegmentsAt;
        for (var sequence = 0; sequence < layout.Sequences; sequence++)
        {
            file.Write([.. BitConverter.GetBytes(0), .. BitConverter.GetBytes(layout.ContextLength), .. BitConverter.GetBytes(0), .. BitConverter.GetBytes(0)]);
        }
    }

    private static (int[] Tokens, int[] Targets, int[] Starts) Read(PackedDataset dataset, long sequence)
    {
        int[] tokens = new int[dataset.ContextLength], targets = new int[dataset.ContextLength], starts = new int[dataset.ContextLength];
        dataset.Read(sequence, tokens, targets, starts);
        return (tokens, targets, starts);
    }

    private static PackingOptions Options(int context, int vocabulary = 50) =>
        new() { ContextLength = context, VocabularySize = vocabulary, EndOfText = End, TokenizerFingerprint = "abc" };
}

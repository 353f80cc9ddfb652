using Sinter.Data;
using Sinter.Data.Packing;
using Sinter.Tokenizers;
using Sinter.Training.Objectives;

namespace Sinter.Training.Tests.Objectives;

public sealed class SequenceToSequenceTests : IDisposable
{
    private static readonly Tokenizer Bytes = new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 260 }).Train(["a"]);
    private readonly TemporaryFolder _folder = new();

    private static int End => Bytes.EndOfText!.Value;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pairs_come_out_as_they_were_packed()
    {
        TextPair[] pairs = [new("abc", "xyz!"), new("", "empty"), new("question", ""), new("ü", "é", "named")];
        using var data = Pack(pairs, context: 64, prefix: "", out var packer);

        var filled = FilledPairs.Of(new SequenceToSequence(new() { EndOfText = End, DecoderStart = End }), new Twice(data));

        packer.Pairs.ShouldBe(4);
        packer.TooLong.ShouldBe(0);
        filled.Select(static pair => (Text(pair.Source), Text(pair.Target))).Order()
            .ShouldBe(pairs.Select(static pair => (pair.Input, pair.Target)).Order());
        filled.All(static pair => pair.Source[^1] == End && pair.Target[^1] == End && pair.DecoderInputs[0] == End).ShouldBeTrue();
        data.DocumentIds().Order(StringComparer.Ordinal).ShouldBe(["0", "1", "2", "named"]);
    }

    [Fact]
    public void A_prefix_stands_before_each_input_and_a_beginning_on_both_sides()
    {
        using var data = Pack([new("abc", "xyz")], context: 32, prefix: "reverse: ", out _);

        var pair = FilledPairs.Of(new SequenceToSequence(new() { EndOfText = End, DecoderStart = End, BeginningOfText = 65 }), new Twice(data)).ShouldHaveSingleItem();

        Text(pair.Source).ShouldBe(Bytes.Decode([65]) + "reverse: abc");
        Text(pair.Target).ShouldBe(Bytes.Decode([65]) + "xyz");
    }

    [Fact]
    public void A_pair_longer_than_the_context_is_left_out_and_counted()
    {
        using var data = Pack([new("abcdefgh", "xyz"), new("abcdefghi", "xyz"), new("a", "b")], context: 13, prefix: "", out var packer);

        packer.Pairs.ShouldBe(2);
        packer.TooLong.ShouldBe(1);
        data.Manifest.Documents.ShouldBe(2);
    }

    [Fact]
    public void What_finds_no_room_in_a_smaller_share_is_left_out()
    {
        using var data = Pack([new("abcdefgh", "xyz")], context: 16, prefix: "", out _);
        int Pairs(double share) => FilledPairs.Of(new SequenceToSequence(new() { EndOfText = End, DecoderStart = End, SourceShare = share, TargetShare = 0.25 }), new Twice(data)).Count;

        Pairs(0.5).ShouldBe(0);
        Pairs(0.75).ShouldBe(1);
        Should.Throw<ArgumentException>(() => Pairs(0)).Message.ShouldContain("the shares 0 for sources");
    }

    [Fact]
    public void Pairs_are_read_from_lines_of_JSON_and_a_line_that_is_none_is_named()
    {
        var path = _folder.File("pairs.jsonl", "{\"input\":\"a\",\"target\":\"b\",\"more\":[1]}\n\n{\"id\":\"x\",\"target\":\"\",\"input\":\"c\"}\n{\"input\":\"d\"}\n");
        var pairs = new List<TextPair>();

        var fault = Should.Throw<InvalidDataException>(() => pairs.AddRange(JsonLines.ReadPairs(path)));

        fault.Message.ShouldBe($"Line 4 of '{path}' cannot be used: the key 'target' is missing.");
        JsonLines.ReadPairs(path).Take(2).ShouldBe([new TextPair("a", "b"), new TextPair("c", "", "x")]);
    }

    private static string Text(int[] tokens) => Bytes.Decode(tokens);

    private PackedDataset Pack(IEnumerable<TextPair> pairs, int context, string prefix, out PairPacker packer)
    {
        using var writer = new PackedDatasetWriter(_folder.File("packed"), new PackingOptions
        {
            ContextLength = context,
            VocabularySize = Bytes.VocabularySize,
            EndOfText = End,
            TokenizerFingerprint = Bytes.Fingerprint,
            HasTrainedMask = true,
        });
        packer = new PairPacker(writer, Bytes, prefix);
        packer.Pack(pairs);
        writer.Complete();
        return PackedDataset.Open(_folder.File("packed"));
    }

    /// <summary>A data set of one sequence, at every place.</summary>
    private sealed class Twice(PackedDataset data) : ISequenceSource
    {
        public int ContextLength => data.ContextLength;

        public int VocabularySize => data.VocabularySize;

        public string TokenizerFingerprint => data.TokenizerFingerprint;

        public string OrderFingerprint => data.OrderFingerprint;

        public void Read(long place, Span<int> tokens, Span<int> targets, Span<int> documentStarts) => data.Read(0, tokens, targets, documentStarts);
    }
}

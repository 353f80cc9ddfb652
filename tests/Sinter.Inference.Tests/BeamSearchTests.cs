using Sinter.Models;
using Sinter.Models.Transformers;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;

namespace Sinter.Inference.Tests;

public sealed class BeamSearchTests
{
    private const int Vocabulary = 7;
    private const int End = 1;

    [Fact]
    public void A_search_that_keeps_everything_finds_the_likeliest_of_all_targets()
    {
        var model = Small();
        var every = Enumerate(model, [3, 4, End], most: 3).OrderByDescending(static target => target.LogProbability).ToArray();

        var found = new BeamSearch(model, [0], [End]).Find([3, 4, End], new BeamSearchOptions { Width = 400, MaxTokens = 3, LengthPenalty = 0 }, TestContext.Current.CancellationToken);

        var ended = found.Where(static result => result.HasEnded).ToArray();
        ended.Length.ShouldBe(every.Length);
        ended[0].Tokens.ShouldBe(every[0].Tokens);
        ended.Zip(every, static (left, right) => Math.Abs(left.LogProbability - right.LogProbability)).Max().ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void A_search_of_width_one_is_the_greedy_way()
    {
        var model = Small();
        var decoder = new SourceDecoder(model);
        decoder.Read([3, 5, 4, End]);
        var greedy = new List<int>();
        var logits = decoder.Append([0]).ToArray();
        while (greedy.Count < 10 && Array.IndexOf(logits, logits.Max()) is var token && token != End)
        {
            greedy.Add(token);
            logits = decoder.Append([token]).ToArray();
        }

        var found = new BeamSearch(model, [0], [End]).Find([3, 5, 4, End], new BeamSearchOptions { Width = 1, MaxTokens = 10 }, TestContext.Current.CancellationToken).ShouldHaveSingleItem();

        found.Tokens.ShouldBe(greedy);
        found.HasEnded.ShouldBe(greedy.Count < 10);
    }

    [Fact]
    public void A_wider_search_finds_nothing_less_likely_and_the_same_again()
    {
        var search = new BeamSearch(Small(), [0], [End]);
        double Best(int width) => search.Find([3, 4, 5, End], new BeamSearchOptions { Width = width, MaxTokens = 4, LengthPenalty = 0 }, TestContext.Current.CancellationToken)
            .Where(static result => result.HasEnded).Select(static result => result.LogProbability).FirstOrDefault(double.NegativeInfinity);

        var narrow = Best(40);
        narrow.ShouldBeGreaterThan(double.NegativeInfinity);
        Best(300).ShouldBeGreaterThanOrEqualTo(narrow);
        Best(40).ShouldBe(narrow);
    }

    [Fact]
    public void What_cannot_be_searched_is_told()
    {
        var model = Small();

        Should.Throw<ArgumentException>(() => new BeamSearch(model, [], [End])).Message.ShouldContain("needs a beginning and an end");
        Should.Throw<ArgumentException>(() => new BeamSearch(model, [0], [Vocabulary])).Message.ShouldContain("below the 7 of the model");
        Should.Throw<ArgumentException>(() => new BeamSearch(model, [0], [End]).Find([3], new BeamSearchOptions { Width = 0 })).Message.ShouldContain("the width 0");
        Should.Throw<ArgumentException>(() => new BeamSearch(model, [0], [End]).Find([])).Message.ShouldContain("has 0 tokens");
    }

    /// <summary>Every target of up to so many tokens with its end, which counts as one of them.</summary>
    private static IEnumerable<(int[] Tokens, double LogProbability)> Enumerate(EncoderDecoder model, int[] source, int most)
    {
        var decoder = new SourceDecoder(model);
        decoder.Read(source);
        var open = new List<(int[] Tokens, double LogProbability)> { ([], 0) };
        for (var length = 1; length <= most; length++)
        {
            var longer = new List<(int[] Tokens, double LogProbability)>();
            foreach (var (tokens, logProbability) in open)
            {
                decoder.Reset();
                var logits = decoder.Append([0, .. tokens]).ToArray().Select(static logit => (double)logit).ToArray();
                var sum = Math.Log(logits.Sum(Math.Exp));
                yield return (tokens, logProbability + logits[End] - sum);
                longer.AddRange(Enumerable.Range(0, Vocabulary).Where(static token => token != End).Select(token => ((int[])[.. tokens, token], logProbability + logits[token] - sum)));
            }

            open = longer;
        }
    }

    private static EncoderDecoder Small()
    {
        var model = (EncoderDecoder)Model.Create(
            new ModelConfig
            {
                Family = ModelFamily.T5,
                VocabularySize = Vocabulary,
                HiddenSize = 16,
                Layers = 1,
                DecoderLayers = 1,
                Heads = 2,
                KeyValueHeads = 2,
                IntermediateSize = 24,
                ContextLength = 16,
                Positions = PositionKind.Relative,
                AttentionScale = 1,
                NormEpsilon = 1e-6,
                Activation = UnaryFunction.GeluTanh,
                TieEmbeddings = false,
                DecoderStartToken = 0,
            },
            new CpuBackend(1),
            trainable: false);
        model.Initialize(5);
        return model;
    }
}

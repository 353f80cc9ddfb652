using Sinter.Models;
using Sinter.Training.Tests.Objectives;

namespace Sinter.Training.Tests.Preference;

/// <summary>Log-probabilities of tokens by models of all kinds.</summary>
public sealed class TokenLogProbabilitiesTests
{
    public static TheoryData<string> Names => ["decoder", "soft cap", "output bias", "untied", "lstm", "t5", "bart"];

    [Theory]
    [MemberData(nameof(Names))]
    public void They_are_the_negative_losses_of_the_tokens(string name)
    {
        var model = TinyPairs.NewModel(2, Of(name));
        var random = new Tensors.Randomness.RandomStream(1, "hidden");
        var hidden = Tensors.Tensor.From<float>(model.Backend, [.. Enumerable.Range(0, 6 * 32).Select(_ => (float)random.NextNormal())], [2, 3, 32]);
        var targets = Tensors.Tensor.From<int>(model.Backend, [5, -1, 63, 0, 7, -1], [2, 3]);
        var scale = Tensors.Tensor.From<float>(model.Backend, [1], []);

        var logProbabilities = model.TokenLogProbabilities(hidden, targets).ToArray<float>();
        var losses = model.TokenLoss(hidden, targets, scale).Losses.ToArray<float>();

        logProbabilities.Length.ShouldBe(6);
        logProbabilities.Zip(losses, static (one, two) => Math.Abs(one + two)).Max().ShouldBeLessThan(1e-4f);
        (logProbabilities[1], logProbabilities[5]).ShouldBe((0, 0));
        logProbabilities[0].ShouldBeLessThan(-0.01f);
    }

    private static ModelConfig Of(string name) => name switch
    {
        "soft cap" => TinyTraining.Config with { OutputSoftCap = 3 },
        "output bias" => TinyTraining.Config with { OutputBias = true },
        "untied" => TinyTraining.Config with { TieEmbeddings = !TinyTraining.Config.TieEmbeddings },
        "lstm" => Seq2SeqModels.Recurrent(ModelFamily.Lstm, 64),
        "t5" => Seq2SeqModels.T5(64),
        "bart" => Seq2SeqModels.Bart(64),
        _ => TinyTraining.Config,
    };
}

using Sinter.Models;
using Sinter.Tensors.Programs;
using Sinter.Training.Tasks;
using Sinter.Training.Tests.Objectives;

namespace Sinter.Training.Tests.Tasks;

public sealed class TrainedPartsTests
{
    private static readonly ModelConfig Encoder = TaskModel.Describe(TaskSubjects.Encoder(), new() { Task = TaskKind.Classify, Labels = ["a", "b"] });
    private static readonly ModelConfig Decoder = TaskModel.Describe(TaskSubjects.Decoder(), new() { Task = TaskKind.Classify, Labels = ["a", "b"] });

    [Fact]
    public void The_head_is_what_stands_behind_the_trunk()
    {
        Names(Encoder, TrainedParts.Head(Encoder)).ShouldBe(["head.dense", "head.dense.bias", "classifier", "classifier.bias"]);
        Names(Decoder, TrainedParts.Head(Decoder)).ShouldBe(["classifier"]);
        Should.Throw<ArgumentException>(() => TrainedParts.Head(TaskSubjects.Decoder())).Message.ShouldContain("its output is its embedding");
    }

    [Fact]
    public void The_last_layers_come_with_norm_and_head()
    {
        var names = Names(Decoder, TrainedParts.LastLayers(Decoder, 1));

        names.ShouldContain("1.attention.qkv");
        names.ShouldContain("norm");
        names.ShouldContain("classifier");
        names.ShouldAllBe(static name => !name.StartsWith("0.") && name != "embedding" && name != "positions");
        Names(Decoder, TrainedParts.LastLayers(Decoder, 2)).Count.ShouldBeLessThan(ModelLayout.Of(Decoder).Count());
        Should.Throw<ArgumentException>(() => TrainedParts.LastLayers(Decoder, 3)).Message.ShouldContain("the model has 2");
        var t5 = Seq2SeqModels.T5(100);
        Names(t5, TrainedParts.LastLayers(t5, 1)).ShouldAllBe(static name => name.StartsWith("decoder.1.") || name.StartsWith("decoder.norm") || name == "output");
    }

    [Fact]
    public void Names_are_matched_by_patterns_and_a_wrong_one_is_told_with_a_near_one()
    {
        Names(Decoder, TrainedParts.Named(Decoder, ["?.attention.qkv", "class*"])).ShouldBe(["0.attention.qkv", "1.attention.qkv", "classifier"]);
        Names(Decoder, TrainedParts.Named(Decoder, ["*"])).Count.ShouldBe(ModelLayout.Of(Decoder).Count());
        Should.Throw<ArgumentException>(() => TrainedParts.Named(Decoder, ["1.atention.qkv"])).Message.ShouldContain("did you mean '1.attention.qkv'?");
        Should.Throw<ArgumentException>(() => TrainedParts.Named(Decoder, ["*.lora.*", "*"])).Message.ShouldContain("*.lora.*");
        Should.Throw<ArgumentException>(() => TrainedParts.Named(Decoder, []));
    }

    [Fact]
    public void Rates_fall_from_layer_to_layer()
    {
        var rates = LayerRates.Decay(Decoder, 0.5);

        Factor(rates, "classifier", 0).ShouldBe(1);
        Factor(rates, "norm", 7).ShouldBe(1);
        Factor(rates, "1.attention.qkv", 0).ShouldBe(0.5);
        Factor(rates, "0.feedForward.up", 0).ShouldBe(0.25);
        Factor(rates, "embedding", 0).ShouldBe(0.125);
        Should.Throw<ArgumentException>(() => LayerRates.Decay(Decoder, 0));
    }

    [Fact]
    public void Layers_thaw_from_the_head_down()
    {
        var rates = LayerRates.Both(LayerRates.Thaw(Decoder, 10), LayerRates.Decay(Decoder, 0.5));

        Factor(rates, "classifier", 0).ShouldBe(1);
        Factor(rates, "1.attention.qkv", 9).ShouldBe(0);
        Factor(rates, "1.attention.qkv", 10).ShouldBe(0.5);
        Factor(rates, "0.attention.qkv", 19).ShouldBe(0);
        Factor(rates, "0.attention.qkv", 20).ShouldBe(0.25);
        Factor(rates, "embedding", 29).ShouldBe(0);
        Factor(rates, "embedding", 30).ShouldBe(0.125);
        Should.Throw<ArgumentException>(() => LayerRates.Thaw(Decoder, 0));
    }

    [Fact]
    public void A_frozen_layer_keeps_its_bits_until_it_thaws()
    {
        using var folder = new TemporaryFolder();
        var task = new TaskDescription { Task = TaskKind.Classify, Labels = ["a", "b"] };
        var data = new TaskEncoder(task, Decoder, TaskSubjects.Bpe).Encode([new("cat") { Label = "a" }, new("dog") { Label = "b" }]).Pack();
        var model = TaskSubjects.Model(Decoder);
        var start = model.Parameters.All.ToDictionary(static parameter => parameter.Name, static parameter => parameter.Value.ToArray<float>(), StringComparer.Ordinal);
        List<string> changed = [];
        var observer = new RecordingObserver(step => changed.Add(string.Join(' ', ((string[])["classifier", "1.attention.qkv", "0.attention.qkv", "embedding"]).Where(name => !model.Parameters[name].Value.ToArray<float>().SequenceEqual(start[name])))));

        new Trainer(model, data, null, new TrainingOptions { Steps = 4, BatchSize = 1, WarmupSteps = 1, Objective = TaskModel.Objective(task, Decoder, TaskSubjects.Bpe), RateFactor = LayerRates.Thaw(Decoder, 1) }, folder.File("checkpoints"), observer).Run(TestContext.Current.CancellationToken);

        changed.ShouldBe(["classifier", "classifier 1.attention.qkv", "classifier 1.attention.qkv 0.attention.qkv", "classifier 1.attention.qkv 0.attention.qkv embedding"]);
    }

    private static double Factor(Func<Parameter, long, double> rates, string name, long step) => rates(TaskSubjects.Model(Decoder).Parameters[name], step);

    private static List<string> Names(ModelConfig config, Func<ParameterSpec, bool> trains) => [.. ModelLayout.Of(config).Where(trains).Select(static spec => spec.Name)];
}

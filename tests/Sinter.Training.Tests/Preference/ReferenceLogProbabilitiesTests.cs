using Sinter.Models;
using Sinter.Models.Adapters;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;
using Sinter.Training.Examples;
using Sinter.Training.Preference;

namespace Sinter.Training.Tests.Preference;

public sealed class ReferenceLogProbabilitiesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _warnings = [];

    private string Cache => _folder.File("cache");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public void They_are_those_of_each_passage_alone(int batchSize)
    {
        var model = TinyPairs.NewModel(2);
        var pairs = TinyPairs.Make(30);

        var computed = ReferenceLogProbabilities.Compute(model, pairs, batchSize);

        computed.WereCached.ShouldBeFalse();
        foreach (var (before, after) in pairs.Zip(computed.Examples).SelectMany(static both => both.First.Passages.Zip(both.Second.Passages)))
        {
            after.Numbers[0].Sum(static value => (double)value).ShouldBe(TinyPairs.LogProbability(model, before).Sum, 1e-4);
            after.Numbers[0].Index().ShouldAllBe(entry => (entry.Item != 0) == (before.Targets[entry.Index] >= 0));
            after.Numbers[1].ShouldBe(before.Numbers[1]);
        }
    }

    [Fact]
    public void A_second_run_reads_them_and_other_weights_or_examples_compute_anew()
    {
        var (model, pairs) = (TinyPairs.NewModel(2), TinyPairs.Make(5));
        var first = Compute(model, pairs);

        var second = Compute(model, pairs);
        var otherModel = Compute(TinyPairs.NewModel(3), pairs);
        var otherPairs = Compute(model, pairs[1..]);

        first.WereCached.ShouldBeFalse();
        second.WereCached.ShouldBeTrue();
        Numbers(second).ShouldBe(Numbers(first));
        otherModel.WereCached.ShouldBeFalse();
        otherPairs.WereCached.ShouldBeFalse();
        Directory.GetFiles(Cache).Length.ShouldBe(3);
        _warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("bit")]
    [InlineData("short")]
    [InlineData("long")]
    [InlineData("empty")]
    [InlineData("other")]
    public void A_damaged_file_is_told_and_computed_again(string damage)
    {
        var (model, pairs) = (TinyPairs.NewModel(2), TinyPairs.Make(5));
        var first = Compute(model, pairs);
        var bytes = File.ReadAllBytes(first.File!);
        switch (damage)
        {
            case "bit":
                bytes[60] ^= 4;
                break;
            case "other":
                bytes[20] ^= 1;
                break;
            default:
                Array.Resize(ref bytes, damage switch { "short" => bytes.Length - 3, "long" => bytes.Length + 8, _ => 0 });
                break;
        }

        File.WriteAllBytes(first.File!, bytes);

        var again = Compute(model, pairs);

        again.WereCached.ShouldBeFalse();
        Numbers(again).ShouldBe(Numbers(first));
        _warnings.ShouldHaveSingleItem().ShouldContain("computed again");
        Compute(model, pairs).WereCached.ShouldBeTrue();
    }

    [Fact]
    public void A_model_with_an_adapter_is_its_own_reference_without_it()
    {
        var pairs = TinyPairs.Make(5);
        var plain = TinyPairs.NewModel(2);
        var adapted = Model.Create(TinyTraining.Config, new CpuBackend(1), tuning: new ModelTuning { Trains = static _ => false, Adapter = new Shift() });
        foreach (var parameter in plain.Parameters.All)
        {
            var same = adapted.Parameters.All.Single(other => other.Name == parameter.Name);
            parameter.Value.AsSpan<float>().CopyTo(same.Value.AsSpan<float>());
        }

        adapted.Parameters.Trained.ShouldHaveSingleItem().Value.AsSpan<float>().Fill(0.5f);

        var reference = Compute(adapted, pairs);

        Numbers(reference).ShouldBe(Numbers(ReferenceLogProbabilities.Compute(plain, pairs)));
        adapted.LeavesAdapterOut.ShouldBeFalse();
        adapted.Adapter.ShouldNotBeNull();
        var measured = new PreferenceMeter(adapted, reference.Examples).Measure(cancellation: TestContext.Current.CancellationToken);
        measured.KlPerToken!.Value.K3.ShouldBeGreaterThan(1e-4);
        Compute(plain, pairs).WereCached.ShouldBeTrue("the adapter is no part of the reference");
    }

    [Fact]
    public void An_adapter_in_front_of_texts_is_refused()
    {
        var pairs = TinyPairs.Make(3);
        var model = Model.Create(TinyTraining.Config, new CpuBackend(1), tuning: new ModelTuning { Trains = static _ => false, Adapter = new PromptAdapter(new VirtualTokenOptions { Count = 2 }) });
        model.Initialize(1);

        Should.Throw<InvalidDataException>(() => PreferenceStart.Check(model, new ExampleSet(pairs, TinyTraining.Context, TinyTraining.Vocabulary), new PreferenceObjective())).Message.ShouldContain("take LoRA");
        Should.Throw<InvalidDataException>(() => new PreferenceMeter(model, pairs).Measure()).Message.ShouldContain("take LoRA");
    }

    [Fact]
    public void Texts_beyond_the_context_and_models_without_words_are_told()
    {
        var tooLong = new Example(TinyPairs.Passage([1], new int[TinyTraining.Context], 0));

        Should.Throw<InvalidDataException>(() => ReferenceLogProbabilities.Compute(TinyPairs.NewModel(2), [tooLong])).Message.ShouldContain("context");
        Should.Throw<InvalidDataException>(() => ReferenceLogProbabilities.Compute(TinyPairs.NewModel(2, TinyTraining.Config.WithHead(ModelHead.Reward)), TinyPairs.Make(1))).Message.ShouldContain("head");
        ReferenceLogProbabilities.Compute(TinyPairs.NewModel(2), []).Examples.ShouldBeEmpty();
    }

    private ReferenceLogProbabilities Compute(Model model, IReadOnlyList<Example> pairs) => ReferenceLogProbabilities.Compute(model, pairs, cacheFolder: Cache, warn: _warnings.Add);

    private static IEnumerable<float> Numbers(ReferenceLogProbabilities computed) => computed.Examples.SelectMany(static example => example.Passages).SelectMany(static passage => passage.Numbers[0]);

    /// <summary>Adds a number to the outputs of one layer.</summary>
    private sealed class Shift : IAdapter
    {
        public IEnumerable<ParameterSpec> Layout(ModelConfig config) => [new("shift", [config.HiddenSize], ParameterRole.Vector)];

        public void Initialize(Model model, ulong seed)
        {
        }

        public Tensor? Linear(Model model, string name, Tensor x, Tensor? residual)
            => name == "1.feedForward.down" ? x.Linear(Value(model, name), residual) + Value(model, "shift") : null;

        private static Tensor Value(Model model, string name) => model.Parameters.All.Single(parameter => parameter.Name == name).Value;
    }
}

using Sinter.Models.Adapters;
using Sinter.Models.Files;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Null;

namespace Sinter.Models.Tests.Adapters;

/// <summary>Adapters over frozen weights in 16 and in 4 bits (QLoRA).</summary>
public sealed class NarrowBaseTests : IDisposable
{
    private static readonly ModelConfig Config = AdapterModels.Config with { HiddenSize = 64, IntermediateSize = 128 };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<DataType, bool, double> Types => new()
    {
        { DataType.NormalFloat4, false, 0.25 }, { DataType.NormalFloat4, true, 0.25 }, { DataType.BFloat16, false, 0.02 }, { DataType.Float16, true, 0.02 },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Types))]
    public void Training_lowers_the_loss_about_as_over_floats_and_changes_no_frozen_bit(DataType type, bool dora, double tolerance)
    {
        var options = new LoraOptions { Rank = 4, Alpha = 8, Dora = dora };
        var (whole, narrow) = (AdapterModels.Make(new LoraAdapter(options), Config), AdapterModels.Make(new LoraAdapter(options), Config, type));
        var before = Bytes(narrow);

        var (expected, losses) = (AdapterModels.Train(whole, 60, 0.02), AdapterModels.Train(narrow, 60, 0.02));

        losses[^1].ShouldBeLessThan(0.6f * losses[0]);
        losses[0].ShouldBe(expected[0], tolerance * expected[0]);
        losses[^1].ShouldBe(expected[^1], tolerance * expected[0]);
        Bytes(narrow).ShouldBe(before);
    }

    [Fact]
    public void Weights_are_read_into_four_bits_as_they_would_be_stored_whole()
    {
        var model = AdapterModels.Make(null, Config);
        ModelFolder.Write(_folder.Path, Config, ModelWeights.ToWrite(model));
        IAdapter adapter = new LoraAdapter(new LoraOptions());

        var narrow = ModelWeights.Load(_folder.Path, new CpuBackend(1), trainable: true, adapter.Tuning(Config, DataType.NormalFloat4));

        var qkv = model.Parameters["1.attention.qkv"].Value.ToArray<float>();
        var stored = new byte[NormalFloat4.Bytes(qkv.Length)];
        NormalFloat4.Quantize(qkv, stored);
        var expected = new float[qkv.Length];
        NormalFloat4.Dequantize(stored, expected);
        var found = new float[qkv.Length];
        narrow.Parameters["1.attention.qkv"].Value.CopyTo(found);
        found.ShouldBe(expected);
        narrow.Parameters["embedding"].Value.ToArray<float>().ShouldBe(model.Parameters["embedding"].Value.ToArray<float>());
    }

    [Fact]
    public void Frozen_matrices_take_an_eighth_of_floats_and_about_a_quarter_of_16_bits()
    {
        IAdapter adapter = new LoraAdapter(new LoraOptions());
        var config = Config with { HiddenSize = 512, IntermediateSize = 2048, Heads = 8, KeyValueHeads = 8 };

        long Bytes(DataType type) => Model.Create(config, NullBackend.Instance, tuning: adapter.Tuning(config, type)).Parameters.All
            .Where(parameter => !parameter.Value.RequiresGradient && parameter.Value.Shape.Rank == 2 && parameter.Name != "embedding").Sum(static parameter => parameter.Value.ByteCount);

        (Bytes(DataType.NormalFloat4) / (double)Bytes(DataType.Float32)).ShouldBeInRange(0.125, 0.13);
        (Bytes(DataType.NormalFloat4) / (double)Bytes(DataType.BFloat16)).ShouldBeInRange(0.25, 0.26);
    }

    [Fact]
    public void An_adapter_over_four_bits_is_saved_and_loaded()
    {
        var model = AdapterModels.Make(null, Config);
        var (baseFolder, adapterFolder) = (Path.Combine(_folder.Path, "base"), Path.Combine(_folder.Path, "adapter"));
        ModelFolder.Write(baseFolder, Config, ModelWeights.ToWrite(model));
        IAdapter adapter = new LoraAdapter(new LoraOptions());
        var narrow = ModelWeights.Load(baseFolder, new CpuBackend(1), trainable: true, adapter.Tuning(Config, DataType.NormalFloat4));
        AdapterModels.Train(narrow, 3);

        AdapterFolder.Write(adapterFolder, narrow, baseFolder);

        var again = TunedModel.Load(adapterFolder, new CpuBackend(1), frozenType: DataType.NormalFloat4);
        AdapterModels.Logits(again.Model).ShouldBe(AdapterModels.Logits(narrow));
        var whole = TunedModel.Load(adapterFolder, new CpuBackend(1));
        AdapterModels.Difference(AdapterModels.Logits(whole.Model), AdapterModels.Logits(narrow)).ShouldBeLessThan(3);
        Should.Throw<ArgumentException>(() => LoraWeights.Of(narrow).MergeInto(Model.Create(Config, new CpuBackend(1), trainable: false, new ModelTuning { Trains = static _ => false, FrozenType = DataType.NormalFloat4 })))
            .Message.ShouldContain("single precision");
    }

    private static List<float[]> Bytes(Model model) => [.. model.Parameters.All.Where(static parameter => !parameter.Value.RequiresGradient).Select(static parameter =>
    {
        var values = new float[parameter.Value.Shape.Count];
        parameter.Value.CopyTo(values);
        return values;
    })];
}

using Sinter.Models.Adapters;
using Sinter.Models.Files;
using Sinter.Tensors.Cpu;

namespace Sinter.Models.Tests.Adapters;

/// <summary>Prompt tuning, prefix tuning and bottlenecks.</summary>
public sealed class OtherAdapterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds => ["prompt", "prefix", "houlsby", "pfeiffer"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Training_lowers_the_loss_and_changes_no_frozen_bit(string kind)
    {
        var model = AdapterModels.Make(Adapter(kind));
        var before = AdapterModels.Frozen(model);

        var losses = AdapterModels.Train(model, 60, 0.03);

        losses[^1].ShouldBeLessThan(0.9f * losses[0]);
        AdapterModels.Frozen(model).ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gradients_are_the_slopes_of_the_loss(string kind)
    {
        var model = AdapterModels.Make(Adapter(kind));
        AdapterModels.Disturb(model);
        var pass = AdapterModels.Pass(model);
        foreach (var parameter in model.Parameters.Trained)
        {
            var gradient = AdapterModels.Gradient(model, parameter.Name);
            var largest = Enumerable.Range(0, gradient.Length).MaxBy(i => Math.Abs(gradient[i]));
            var kept = parameter.Value.AsSpan<float>()[largest];
            ((LossAt(kept + 5e-3f) - LossAt(kept - 5e-3f)) / 1e-2).ShouldBe(gradient[largest], tolerance: 2e-4 + (0.05 * Math.Abs(gradient[largest])), parameter.Name);
            LossAt(kept);

            double LossAt(float value)
            {
                parameter.Value.AsSpan<float>()[largest] = value;
                return pass();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Recomputed_blocks_give_the_same_bits(string kind)
    {
        var (kept, recomputed) = (AdapterModels.Make(Adapter(kind)), AdapterModels.Make(Adapter(kind)));
        recomputed.RecomputesBlocks = true;

        AdapterModels.Train(recomputed, 5).ShouldBe(AdapterModels.Train(kept, 5));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Files_come_back(string kind)
    {
        var (baseFolder, folder) = (Path.Combine(_folder.Path, "base"), Path.Combine(_folder.Path, "adapter"));
        ModelFolder.Write(baseFolder, AdapterModels.Config, ModelWeights.ToWrite(AdapterModels.Make(null)));
        var model = ModelWeights.Load(baseFolder, new CpuBackend(1), trainable: true, Adapter(kind).Tuning(AdapterModels.Config));
        AdapterModels.Disturb(model);

        AdapterFolder.Write(folder, model, baseFolder);

        var again = TunedModel.Load(folder, new CpuBackend(1));
        again.Model.Adapter!.VirtualTokens.ShouldBe(model.Adapter!.VirtualTokens);
        AdapterModels.Logits(again.Model).ShouldBe(AdapterModels.Logits(model));
        var file = Path.Combine(folder, "adapter_config.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"num_virtual_tokens\": 4", "\"num_virtual_tokens\": 5").Replace("\"bottleneck_size\": 8", "\"bottleneck_size\": 9"));
        Should.Throw<InvalidDataException>(() => TunedModel.Load(folder, new CpuBackend(1))).Message.ShouldContain("has of another shape");
        Should.Throw<InvalidDataException>(() => LoraWeights.Read(AdapterFolder.Open(folder), AdapterModels.Config)).Message.ShouldContain("only LoRA can be merged");
    }

    [Fact]
    public void A_bottleneck_changes_nothing_at_first()
        => AdapterModels.Difference(AdapterModels.Logits(AdapterModels.Make(Adapter("houlsby"))), AdapterModels.Logits(AdapterModels.Make(null))).ShouldBeLessThan(1e-5);

    [Fact]
    public void Texts_that_share_a_row_see_their_own_virtual_tokens_only()
    {
        // Two texts in a row, and the first of them alone: its logits are the same.
        var model = AdapterModels.Make(Adapter("prefix"));
        AdapterModels.Disturb(model);
        int[] text = [0, 0, 0, 0, 9, 17, 4];

        var alone = AdapterOracle.Logits((TextModel)model, [text], [7]);
        var other = AdapterOracle.Logits((TextModel)model, [[.. text, 0, 0, 0, 0, 33, 34]], [7]);

        AdapterModels.Difference(alone, other[..alone.Length]).ShouldBeLessThan(1e-5);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Should.Throw<ArgumentException>(() => new PromptAdapter(new VirtualTokenOptions { Count = 0 })).Message.ShouldContain("0 virtual tokens");
        Should.Throw<ArgumentException>(() => new PrefixAdapter(new VirtualTokenOptions { Count = 1 << 20 })).Message.ShouldContain("1048576 virtual tokens");
        Should.Throw<ArgumentException>(() => new PrefixAdapter(new VirtualTokenOptions { Count = 32 }).Layout(AdapterModels.Config)).Message.ShouldContain("no room in a context of 32");
        Should.Throw<ArgumentException>(() => new PromptAdapter(new VirtualTokenOptions()).Layout(AdapterModels.Config with { Family = ModelFamily.T5, DecoderLayers = 2 })).Message.ShouldContain("takes LoRA");
        Should.Throw<ArgumentException>(() => new BottleneckAdapter(new BottleneckOptions { Size = 0 })).Message.ShouldContain("0 wide");
        Should.Throw<ArgumentException>(() => new BottleneckAdapter(new BottleneckOptions { Places = ["feedForward.donw"] })).Message.ShouldContain("did you mean 'feedForward.down'?");
    }

    private static IAdapter Adapter(string kind) => kind switch
    {
        "prompt" => new PromptAdapter(new VirtualTokenOptions { Count = 4 }),
        "prefix" => new PrefixAdapter(new VirtualTokenOptions { Count = 4 }),
        "houlsby" => new BottleneckAdapter(new BottleneckOptions { Size = 8 }),
        _ => new BottleneckAdapter(new BottleneckOptions { Size = 8, Places = BottleneckOptions.Pfeiffer }),
    };
}

using Sinter.Models.Adapters;
using Sinter.Models.Files;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;

namespace Sinter.Models.Tests.Adapters;

public sealed class LoraAdapterTests
{
    private static readonly LoraOptions Small = new() { Rank = 4, Alpha = 8 };

    public static TheoryData<bool, bool> Kinds => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void At_first_the_model_computes_what_it_did_without(bool dora, bool stabilized)
    {
        var plain = AdapterModels.Make(null);

        var tuned = AdapterModels.Make(new LoraAdapter(Small with { Dora = dora, RankStabilized = stabilized }));

        AdapterModels.Difference(AdapterModels.Logits(tuned), AdapterModels.Logits(plain)).ShouldBeLessThan(1e-5);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Training_lowers_the_loss_and_changes_no_frozen_bit(bool dora, bool stabilized)
    {
        var model = AdapterModels.Make(new LoraAdapter(Small with { Dora = dora, RankStabilized = stabilized }));
        var before = AdapterModels.Frozen(model);

        var losses = AdapterModels.Train(model, 80, 0.02);

        losses[^1].ShouldBeLessThan(0.5f * losses[0]);
        AdapterModels.Frozen(model).ShouldBe(before);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_are_the_slopes_of_the_loss(bool dora)
    {
        var model = AdapterModels.Make(new LoraAdapter(Small with { Dora = dora }));
        AdapterModels.Disturb(model);
        var pass = AdapterModels.Pass(model);

        // DoRA's norm is a constant to gradients, so that only the slopes by magnitude are those of the loss.
        foreach (var parameter in model.Parameters.Trained.Where(parameter => !dora || parameter.Name.EndsWith("magnitude", StringComparison.Ordinal)))
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

    [Fact]
    public void DoRA_takes_the_norm_as_a_constant()
    {
        // With the norm held, the gradient of B is that of LoRA times the gain: at the start, where the gain is 1, they are the same.
        var dora = AdapterModels.Make(new LoraAdapter(Small with { Dora = true }));
        var lora = AdapterModels.Make(new LoraAdapter(Small));

        foreach (var parameter in lora.Parameters.Trained.Where(static parameter => parameter.Name.EndsWith("loraB", StringComparison.Ordinal)))
        {
            AdapterModels.Difference(AdapterModels.Gradient(dora, parameter.Name), AdapterModels.Gradient(lora, parameter.Name)).ShouldBeLessThan(1e-5);
        }
    }

    [Fact]
    public void Recomputed_blocks_give_the_same_bits()
    {
        var (kept, recomputed) = (AdapterModels.Make(new LoraAdapter(Small with { Dora = true })), AdapterModels.Make(new LoraAdapter(Small with { Dora = true })));
        recomputed.RecomputesBlocks = true;

        AdapterModels.Train(recomputed, 5).ShouldBe(AdapterModels.Train(kept, 5));
    }

    [Theory]
    [InlineData("all", 7)]
    [InlineData("attention", 4)]
    [InlineData("qv", 2)]
    [InlineData("q_proj", 1)]
    [InlineData("self_attn.o_proj", 1)]
    [InlineData("feedForward.gateUp", 2)]
    public void Targets_are_chosen_by_name(string name, int perLayer)
        => LinearTargets.Choose(AdapterModels.Config, [name]).Count.ShouldBe(2 * perLayer);

    [Theory]
    [InlineData(ModelFamily.Gpt2, "qv", "c_attn")]
    [InlineData(ModelFamily.Bert, "qv", "query value")]
    [InlineData(ModelFamily.ModernBert, "qv", "Wqkv")]
    [InlineData(ModelFamily.T5, "qv", "q v")]
    [InlineData(ModelFamily.Bart, "qv", "q_proj v_proj")]
    [InlineData(ModelFamily.NeoX, "attention", "dense query_key_value")]
    [InlineData(ModelFamily.Phi3, "all", "down_proj gate_up_proj o_proj qkv_proj")]
    [InlineData(ModelFamily.DistilBert, "all", "k_lin lin1 lin2 out_lin q_lin v_lin")]
    public void Each_family_has_its_own_names(ModelFamily family, string choice, string leaves)
    {
        var config = FamilyDefaults.Apply(AdapterModels.Config with { Family = family, DecoderLayers = 2, KeyValueHeads = 4 });

        string.Join(' ', LinearTargets.Choose(config, [choice]).Select(static target => target.Leaf).Distinct().Order(StringComparer.Ordinal)).ShouldBe(leaves);
    }

    [Fact]
    public void A_target_that_is_not_there_is_told_with_a_near_one()
    {
        var adapter = new LoraAdapter(Small with { Targets = ["q_prj"] });

        Should.Throw<ArgumentException>(() => adapter.Layout(AdapterModels.Config).ToList()).Message.ShouldBe("The model has no linear layer 'q_prj'; did you mean 'q_proj'?");
        Should.Throw<ArgumentException>(() => LinearTargets.Choose(AdapterModels.Config, [])).Message.ShouldContain("at least one");
        Should.Throw<ArgumentException>(() => LinearTargets.Choose(AdapterModels.Config with { Family = ModelFamily.Lstm }, ["all"])).Message.ShouldContain("give a transformer");
    }

    [Theory]
    [InlineData(0, 8.0)]
    [InlineData(-3, 8.0)]
    [InlineData(1 << 20, 8.0)]
    [InlineData(4, double.NaN)]
    [InlineData(4, 0.0)]
    public void A_rank_or_an_alpha_that_cannot_be_is_refused(int rank, double alpha)
        => Should.Throw<ArgumentException>(() => new LoraAdapter(new LoraOptions { Rank = rank, Alpha = alpha })).Message.ShouldContain("LoRA is");

    [Fact]
    public void A_rank_above_the_sizes_of_a_layer_is_refused()
        => Should.Throw<ArgumentException>(() => new LoraAdapter(Small with { Rank = 99 }).Layout(AdapterModels.Config).ToList()).Message.ShouldContain("larger than the layer 'model.layers.0.self_attn.q_proj' [32, 32]");

    [Fact]
    public void A_head_is_trained_and_saved_with_the_adapter()
    {
        var config = AdapterModels.Config.WithHead(ModelHead.SequenceClassification, ["a", "b"]);
        var adapter = new LoraAdapter(Small with { SavedParts = ["head"] });

        var model = Model.Create(config, new CpuBackend(1), tuning: ((IAdapter)adapter).Tuning(config));

        model.Parameters.Trained.ShouldContain(static parameter => parameter.Name == "classifier");
        model.Parameters.Trained.ShouldNotContain(static parameter => parameter.Name == "embedding");
        Should.Throw<ArgumentException>(() => new LoraAdapter(Small with { SavedParts = ["scor"] }).SavedOf(config)).Message.ShouldContain("did you mean 'score'?");
        Should.Throw<ArgumentException>(() => new LoraAdapter(Small with { SavedParts = ["q_proj"] }).SavedOf(config)).Message.ShouldContain("save both or none");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Merged_into_the_weights_the_function_stays_and_what_was_kept_comes_back_bit_for_bit(bool dora)
    {
        var tuned = AdapterModels.Make(new LoraAdapter(Small with { Dora = dora }));
        AdapterModels.Disturb(tuned);
        var plain = AdapterModels.Make(null);
        var before = AdapterModels.Logits(plain);
        var weights = plain.Parameters["0.attention.qkv"].Value.ToArray<float>();

        var merged = LoraWeights.Of(tuned).MergeInto(plain);

        AdapterModels.Difference(AdapterModels.Logits(plain), AdapterModels.Logits(tuned)).ShouldBeLessThan(1e-5);
        AdapterModels.Difference(AdapterModels.Logits(plain), before).ShouldBeGreaterThan(1e-3);
        merged.Unmerge();
        plain.Parameters["0.attention.qkv"].Value.ToArray<float>().ShouldBe(weights);
        AdapterModels.Logits(plain).ShouldBe(before);
        Should.Throw<InvalidOperationException>(merged.Unmerge).Message.ShouldContain("already");
    }

    [Fact]
    public void Without_the_weights_kept_they_come_back_within_rounding()
    {
        var tuned = AdapterModels.Make(new LoraAdapter(Small));
        AdapterModels.Disturb(tuned);
        var plain = AdapterModels.Make(null);
        var weights = plain.Parameters["1.feedForward.down"].Value.ToArray<float>();

        LoraWeights.Of(tuned).MergeInto(plain, keep: false).Unmerge();

        AdapterModels.Difference(plain.Parameters["1.feedForward.down"].Value.ToArray<float>(), weights).ShouldBeLessThan(1e-6);
        var dora = AdapterModels.Make(new LoraAdapter(Small with { Dora = true }));
        Should.Throw<ArgumentException>(() => MergedAdapter.Subtract(LoraWeights.Of(dora), plain)).Message.ShouldContain("go back to the base model");
    }

    [Fact]
    public void A_stack_of_adapters_is_their_weighted_sum()
    {
        var (first, second) = (AdapterModels.Make(new LoraAdapter(Small)), AdapterModels.Make(new LoraAdapter(new LoraOptions { Rank = 3, Alpha = 5, Targets = ["qv"], RankStabilized = true })));
        AdapterModels.Disturb(first, 1);
        AdapterModels.Disturb(second, 2);
        var sum = AdapterModels.Make(null);
        foreach (var target in LinearTargets.Of(AdapterModels.Config))
        {
            AddTo(sum, LoraWeights.Of(first), target, 0.75);
            AddTo(sum, LoraWeights.Of(second), target, -0.5);
        }

        var stack = LoraWeights.Stack([(LoraWeights.Of(first), 0.75), (LoraWeights.Of(second), -0.5)]);

        var plain = AdapterModels.Make(null);
        stack.MergeInto(plain);
        AdapterModels.Difference(AdapterModels.Logits(plain), AdapterModels.Logits(sum)).ShouldBeLessThan(1e-5);
        var beside = AdapterModels.Make(new LoraAdapter(stack.Options));
        stack.CopyTo(beside);
        AdapterModels.Difference(AdapterModels.Logits(beside), AdapterModels.Logits(sum)).ShouldBeLessThan(1e-5);
    }

    [Fact]
    public void A_program_goes_on_with_the_adapter_that_is_switched_in()
    {
        var (first, second) = (AdapterModels.Make(new LoraAdapter(Small)), AdapterModels.Make(new LoraAdapter(Small)));
        AdapterModels.Disturb(first, 1);
        AdapterModels.Disturb(second, 2);
        var (one, two) = (AdapterModels.Logits(first), AdapterModels.Logits(second));

        LoraWeights.Of(second).CopyTo(first);

        AdapterModels.Logits(first).ShouldBe(two);
        AdapterModels.Logits(first).ShouldNotBe(one);
    }

    [Fact]
    public void An_adapter_of_another_model_is_not_merged()
    {
        var wide = AdapterModels.Make(new LoraAdapter(Small), AdapterModels.Config with { HiddenSize = 48, Heads = 6, KeyValueHeads = 2 });
        var narrow = AdapterModels.Make(null);

        Should.Throw<ArgumentException>(() => LoraWeights.Of(wide).MergeInto(narrow)).Message.ShouldContain("for another model");
        Should.Throw<ArgumentException>(() => LoraWeights.Of(wide).MergeInto(wide)).Message.ShouldContain("without one");
    }

    private static void AddTo(Model model, LoraWeights adapter, LinearTarget target, double weight)
    {
        if (adapter.Pieces.FirstOrDefault(piece => piece.Target == target) is not { } piece)
        {
            return;
        }

        var values = model.Parameters[target.Parameter].Value.AsSpan<float>();
        for (var row = 0; row < target.Rows; row++)
        {
            for (var column = 0; column < target.Columns; column++)
            {
                var change = Enumerable.Range(0, piece.Rank).Sum(k => (double)piece.B[(row * piece.Rank) + k] * piece.A[(k * target.Columns) + column]);
                values[((target.Row + row) * target.Columns) + column] += (float)(weight * piece.Scale * change);
            }
        }
    }
}

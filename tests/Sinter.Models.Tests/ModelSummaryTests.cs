namespace Sinter.Models.Tests;

public sealed class ModelSummaryTests
{
    public static TheoryData<string> Presets => [.. ModelPresets.All.Select(static preset => preset.Name)];

    [Theory]
    [MemberData(nameof(Presets))]
    public void The_parts_sum_to_the_parameters_and_each_weight_is_in_the_part_of_its_kind(string name)
    {
        var config = ModelPresets.Find(name)!.Config;

        var summary = ModelSummary.Of(config);

        summary.Parts.Sum(static part => part.Parameters).ShouldBe(config.Parameters);
        summary.Parameters.ShouldBe(config.Parameters);
        summary.Published!.Name.ShouldBe(name);
        var parts = summary.Parts.Select(static part => part.Name).ToArray();
        parts.ShouldBeUnique();
        parts[0].ShouldBe("token embedding");
        parts.Contains("recurrent layers").ShouldBe(config.Kind == ModelKind.Recurrent);
        parts.Contains("attention").ShouldBe(config.Kind != ModelKind.Recurrent);
        parts.Contains("cross attention").ShouldBe(config.Kind == ModelKind.EncoderDecoder);
        parts.Contains("experts").ShouldBe(config.Experts > 0);
        parts.Contains("position and segment embeddings").ShouldBe(config.Positions == PositionKind.Learned);
    }

    [Fact]
    public void The_arithmetic_of_GPT_2_is_twice_its_matrices_and_what_attention_adds()
    {
        var summary = ModelSummary.Of(ModelPresets.Find("gpt2-124m")!.Config);

        // By hand: a layer has matrices of 768 x (2304 + 768 + 3072 + 3072), the output 768 x 50257; a score takes 2 x 64 a head, and so does its mixture.
        const double matrices = (12 * 768.0 * (2304 + 768 + 3072 + 3072)) + (768.0 * 50257);
        summary.OperationsPerToken(0).ShouldBe(2 * matrices);
        summary.OperationsPerToken(1024).ShouldBe((2 * matrices) + (12 * 1024 * 4.0 * 768));
    }

    [Fact]
    public void Windows_bound_what_a_token_attends_to()
    {
        var config = ModelPresets.Find("gemma2-2b")!.Config;
        var summary = ModelSummary.Of(config);

        // 13 of the 26 layers see the last 4096 of 8192 positions only.
        (summary.OperationsPerToken(8192) - summary.OperationsPerToken(0)).ShouldBe(4.0 * 8 * 256 * ((13 * 8192) + (13 * 4096)));

        // Layers 0, 3, ..., 21 of 22 see all 8192, the others 64 on either side and themselves.
        var encoder = ModelSummary.Of(ModelPresets.Find("modernbert-base")!.Config);
        (encoder.OperationsPerToken(8192) - encoder.OperationsPerToken(0)).ShouldBe(4.0 * 768 * ((8 * 8192) + (14 * 129)));
    }

    [Theory]
    [InlineData("llama3-8b", 262_144)]
    [InlineData("gpt2-124m", 73_728)]
    [InlineData("gemma-2b", 36_864)]
    [InlineData("t5-small", 24_576)]
    [InlineData("bert-base", 0)]
    [InlineData("lstm-20m", 0)]
    public void A_cache_has_two_vectors_a_layer_of_all_key_heads_in_single_precision(string name, long bytes)
        => ModelSummary.Of(ModelPresets.Find(name)!.Config).CacheBytesPerToken.ShouldBe(bytes);

    [Fact]
    public void A_token_uses_two_of_the_eight_experts_of_Mixtral()
    {
        var summary = ModelSummary.Of(ModelPresets.Find("mixtral-8x7b")!.Config);

        // 12.9 billion, as Jiang et al. 2024 say: six experts of 32 layers are idle.
        summary.ActiveParameters.ShouldBe(46_702_792_704 - (32L * 6 * 3 * 4096 * 14336));
        summary.ActiveParameters.ShouldBe(12_879_925_248);
        summary.OperationsPerToken(0).ShouldBe(2.0 * (summary.ActiveParameters - summary.Parts.Single(static part => part.Name == "token embedding").Parameters - summary.Parts.Single(static part => part.Name == "norms").Parameters));
    }

    [Fact]
    public void Of_several_prediction_heads_one_is_kept_in_the_cache_and_all_are_counted()
    {
        var one = ModelPresets.Find("llama-260k")!.Config;
        var four = one with { PredictedTokens = 4 };

        ModelSummary.Of(four).CacheBytesPerToken.ShouldBe(2 * 4 * 32 * (5 + 1));
        ModelSummary.Of(four).Parts.ShouldContain(new PartSize("prediction heads", four.Parameters - one.Parameters));
    }

    [Fact]
    public void A_faulty_description_is_refused()
        => Should.Throw<ArgumentException>(() => ModelSummary.Of(ModelPresets.Find("gpt2-124m")!.Config with { Heads = 7 })).Message.ShouldContain("does not divide");
}

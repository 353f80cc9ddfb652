namespace Sinter.Models.Tests;

/// <summary>The presets beside what was published of them. Counts are those of the published weights, heads of language models included, buffers not.</summary>
public sealed class ModelPresetsTests
{
    [Theory]
    [InlineData("gpt1-117m", 116_534_784)]
    [InlineData("gpt2-124m", 124_439_808)]
    [InlineData("gpt2-355m", 354_823_168)]
    [InlineData("gpt2-774m", 774_030_080)]
    [InlineData("gpt2-1558m", 1_557_611_200)]
    [InlineData("gpt3-125m", 125_226_240)]
    [InlineData("gpt3-175b", 174_604_259_328)]
    [InlineData("llama-260k", 260_032)]
    [InlineData("llama-15m", 15_191_712)]
    [InlineData("llama2-7b", 6_738_415_616)]
    [InlineData("llama2-13b", 13_015_864_320)]
    [InlineData("llama2-70b", 68_976_648_192)]
    [InlineData("llama3-8b", 8_030_261_248)]
    [InlineData("llama3-70b", 70_553_706_496)]
    [InlineData("llama3.2-1b", 1_235_814_400)]
    [InlineData("mistral-7b", 7_241_732_096)]
    [InlineData("mixtral-8x7b", 46_702_792_704)]
    [InlineData("qwen2-0.5b", 494_032_768)]
    [InlineData("qwen2-7b", 7_615_616_512)]
    [InlineData("qwen3-0.6b", 596_049_920)]
    [InlineData("gemma-2b", 2_506_172_416)]
    [InlineData("gemma-7b", 8_537_680_896)]
    [InlineData("gemma2-2b", 2_614_341_888)]
    [InlineData("phi3-mini", 3_821_079_552)]
    [InlineData("pythia-70m", 70_426_624)]
    [InlineData("pythia-160m", 162_322_944)]
    [InlineData("pythia-410m", 405_334_016)]
    [InlineData("bert-tiny", 4_416_698)]
    [InlineData("bert-mini", 11_201_594)]
    [InlineData("bert-small", 28_795_194)]
    [InlineData("bert-medium", 41_404_730)]
    [InlineData("bert-base", 109_514_298)]
    [InlineData("bert-large", 335_174_458)]
    [InlineData("roberta-base", 124_697_433)]
    [InlineData("roberta-large", 355_412_057)]
    [InlineData("distilbert-base", 66_985_530)]
    [InlineData("modernbert-base", 149_655_232)]
    [InlineData("t5-small", 60_506_624)]
    [InlineData("t5-base", 222_903_552)]
    [InlineData("flan-t5-small", 76_961_152)]
    [InlineData("bart-base", 139_420_416)]
    [InlineData("bart-large", 406_291_456)]
    public void A_preset_has_as_many_parameters_as_the_published_weights(string name, long parameters)
        => ModelPresets.Find(name)!.Config.Parameters.ShouldBe(parameters);

    // The papers give these rounded: 1.3 and 6.7 billion, and of llama2.c 42 and 110 million. The recurrent models have no published weights.
    [Theory]
    [InlineData("gpt3-1.3b", 1.3e9, 0.02)]
    [InlineData("gpt3-6.7b", 6.7e9, 0.02)]
    [InlineData("llama-42m", 42e6, 0.02)]
    [InlineData("llama-110m", 110e6, 0.02)]
    [InlineData("lstm-20m", 20e6, 0.02)]
    [InlineData("gru-18m", 18e6, 0.02)]
    public void A_preset_is_as_large_as_its_name_says(string name, double parameters, double share)
        => ((double)ModelPresets.Find(name)!.Config.Parameters).ShouldBe(parameters, share * parameters);

    [Fact]
    public void Every_preset_is_without_fault_and_is_known_by_its_name_and_by_its_sizes()
    {
        ModelPresets.All.Select(static preset => preset.Name).ShouldBeUnique();
        foreach (var preset in ModelPresets.All)
        {
            preset.Config.FindFault().ShouldBeNull(preset.Name);
            ModelPresets.Find(preset.Name.ToUpperInvariant()).ShouldBe(preset);
            ModelPresets.Of(preset.Config).ShouldBe(preset);
        }

        ModelPresets.Find("gpt5").ShouldBeNull();
        ModelPresets.Of(ModelPresets.Find("gpt2-124m")!.Config with { Layers = 11 }).ShouldBeNull();
    }
}

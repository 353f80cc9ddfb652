using Sinter.Models.Files;

namespace Sinter.Models.Tests;

public sealed class ModelConfigTests
{
    private static readonly ModelConfig Small = new()
    {
        VocabularySize = 512,
        HiddenSize = 64,
        Layers = 5,
        Heads = 8,
        KeyValueHeads = 4,
        IntermediateSize = 172,
        ContextLength = 512,
    };

    [Fact]
    public void The_parameters_are_those_of_all_tensors()
    {
        // stories260K: 1,056,540 bytes less 28 of header and two rotary tables of 512 x 4, in floats.
        Small.Parameters.ShouldBe((1_056_540 - 28) / 4 - 2 * 512 * 4);
        foreach (var config in (ModelConfig[])[Small, Small with { TieEmbeddings = false }])
        {
            ModelTensors.Of(config).Select(static place => place.Info).Sum(info => info.Elements).ShouldBe(config.Parameters);
        }
    }

    [Fact]
    public void Head_sizes_follow_from_the_others()
    {
        Small.HeadSize.ShouldBe(8);
        Small.KeyValueSize.ShouldBe(32);
        Small.Validated().ShouldBeSameAs(Small);
    }

    public static TheoryData<string, string> Faults => new()
    {
        { nameof(ModelConfig.VocabularySize), "VocabularySize is 0; it must lie between 1 and 16777216." },
        { nameof(ModelConfig.Heads), "Heads is 0; it must lie between 1 and 4096." },
        { nameof(ModelConfig.Layers), "Layers is -1; it must lie between 1 and 4096." },
        { nameof(ModelConfig.HiddenSize), "HiddenSize is 65, which Heads 8 does not divide." },
        { nameof(ModelConfig.KeyValueHeads), "Heads is 8, which KeyValueHeads 3 does not divide." },
        { "odd", "The head size 3 (HiddenSize 24 / Heads 8) is odd; rotary positions need an even one." },
        { "huge", "A weight of VocabularySize 16777216 by HiddenSize 131072 has more than 2147483591 elements; choose smaller sizes." },
        { nameof(ModelConfig.RopeBase), "RopeBase is NaN; it must be a finite number above 1." },
        { nameof(ModelConfig.NormEpsilon), "NormEpsilon is 0; it must lie between 0 and 1." },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_config_that_cannot_be_is_refused_with_the_reason(string what, string sentence)
    {
        var config = what switch
        {
            nameof(ModelConfig.VocabularySize) => Small with { VocabularySize = 0 },
            nameof(ModelConfig.Heads) => Small with { Heads = 0 },
            nameof(ModelConfig.Layers) => Small with { Layers = -1 },
            nameof(ModelConfig.HiddenSize) => Small with { HiddenSize = 65 },
            nameof(ModelConfig.KeyValueHeads) => Small with { KeyValueHeads = 3 },
            "odd" => Small with { HiddenSize = 24 },
            "huge" => Small with { VocabularySize = 1 << 24, HiddenSize = 1 << 17 },
            nameof(ModelConfig.RopeBase) => Small with { RopeBase = double.NaN },
            _ => Small with { NormEpsilon = 0 },
        };
        Should.Throw<ArgumentException>(config.Validated).Message.ShouldBe(sentence);
        config.ToString().ShouldContain("HeadSize");
    }
}

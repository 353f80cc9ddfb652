using Sinter.Models.Files;
using Sinter.Models.Surgery;

namespace Sinter.Models.Tests.Surgery;

public sealed class LayerSurgeryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Solar_makes_48_layers_of_32()
    {
        var layers = LayerSurgery.Upscaled(32, 8);

        layers.Count.ShouldBe(48);
        layers.ShouldBe([.. Enumerable.Range(0, 24), .. Enumerable.Range(8, 24)]);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, -1)]
    public void An_overlap_that_leaves_nothing_is_refused(int layers, int overlap)
        => Should.Throw<ArgumentException>(() => LayerSurgery.Upscaled(layers, overlap)).Message.ShouldBe($"An overlap of {overlap} does not fit a model of 2 layers; give 0 to 1.");

    [Fact]
    public void Layers_that_are_chosen_evenly_keep_the_first_and_the_last()
    {
        LayerSurgery.Evenly(12, 4).ShouldBe([0, 4, 7, 11]);
        LayerSurgery.Evenly(12, 12).ShouldBe(Enumerable.Range(0, 12));
        LayerSurgery.Evenly(12, 1).ShouldBe([0]);
        Should.Throw<ArgumentException>(() => LayerSurgery.Evenly(12, 13)).Message.ShouldContain("13 layers cannot stay of a model of 12");
    }

    [Theory]
    [MemberData(nameof(SurgeryModels.NormFirstData), MemberType = typeof(SurgeryModels))]
    [MemberData(nameof(SurgeryModels.NormLastData), MemberType = typeof(SurgeryModels))]
    public void All_layers_in_their_order_are_the_same_bytes(string name)
    {
        var source = SurgeryModels.Copy(SurgeryModels.Folder(name), _folder.File("source"));
        var layers = ModelFolder.Open(source).Config.Layers;

        LayerSurgery.Write(source, _folder.File("new"), [.. Enumerable.Range(0, layers)]);

        SurgeryModels.Bytes(_folder.File("new")).ShouldBe(SurgeryModels.Bytes(source));
        File.ReadAllBytes(_folder.File("new/config.json")).ShouldBe(File.ReadAllBytes(_folder.File("source/config.json")));
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("gpt2")]
    [InlineData("gpt-neox")]
    [InlineData("gemma2")]
    [InlineData("mixtral")]
    [InlineData("bert")]
    [InlineData("openai-gpt")]
    public void Two_copies_one_on_the_other_have_the_weights_of_their_layers(string name)
    {
        var source = SurgeryModels.Folder(name);
        var config = LayerSurgery.Write(source, _folder.File("new"), LayerSurgery.Upscaled(2, 0));

        config.Layers.ShouldBe(4);
        ModelFolder.Open(_folder.File("new")).Config.Layers.ShouldBe(4);
        foreach (var (layer, from) in new[] { (0, 0), (1, 1), (2, 0), (3, 1) })
        {
            foreach (var parameter in new[] { "attention.qkv", "attention.output", "feedForward.norm" })
            {
                SurgeryModels.Values(_folder.File("new"), $"{layer}.{parameter}").ShouldBe(SurgeryModels.Values(source, $"{from}.{parameter}"));
            }
        }

        SurgeryModels.Logits(_folder.File("new")).ShouldAllBe(static logit => float.IsFinite(logit));
    }

    [Theory]
    [MemberData(nameof(SurgeryModels.NormFirstData), MemberType = typeof(SurgeryModels))]
    public void Inserted_layers_change_no_logit(string name)
    {
        var source = SurgeryModels.Folder(name);
        var config = ModelFolder.Open(source).Config;

        // Where every so many layers see everything, old layers keep their places in the pattern.
        int[] after = config.GlobalEvery > 0 && config.Window > 0 ? [.. Enumerable.Repeat(0, config.GlobalEvery)] : [0, 1, 1];
        var (layers, added) = LayerSurgery.Inserted(config, after);
        LayerSurgery.Write(source, _folder.File("new"), layers, added).Layers.ShouldBe(config.Layers + after.Length);

        SurgeryModels.Logits(_folder.File("new")).ShouldBe(SurgeryModels.Logits(source));
    }

    [Theory]
    [MemberData(nameof(SurgeryModels.NormLastData), MemberType = typeof(SurgeryModels))]
    public void Families_that_normalise_the_sum_cannot_have_layers_that_do_nothing(string name)
    {
        var source = SurgeryModels.Folder(name);
        var (layers, added) = LayerSurgery.Inserted(ModelFolder.Open(source).Config, [0]);

        Should.Throw<ArgumentException>(() => LayerSurgery.Write(source, _folder.File("new"), layers, added)).Message.ShouldContain("normalises the sum that it adds to");
        Directory.Exists(_folder.File("new")).ShouldBeFalse();
    }

    [Fact]
    public void Inserted_layers_follow_those_that_they_are_made_of()
    {
        var config = ModelFolder.Open(SurgeryModels.Folder("llama")).Config with { Layers = 3 };
        var (layers, added) = LayerSurgery.Inserted(config, [2, 0, 2]);

        layers.ShouldBe([0, 0, 1, 2, 2, 2]);
        added.Order().ShouldBe([1, 4, 5]);
        Should.Throw<ArgumentException>(() => LayerSurgery.Inserted(config, [3])).Message.ShouldContain("each from 0 to 2");
        Should.Throw<ArgumentException>(() => LayerSurgery.Inserted(config, [])).Message.ShouldContain("at least one");
    }

    [Fact]
    public void Layers_that_would_see_something_else_are_refused()
        => Should.Throw<ArgumentException>(() => LayerSurgery.Write(SurgeryModels.Folder("gemma2"), _folder.File("new"), [1, 0])).Message
            .ShouldContain("Layer 1 would become layer 0, where this family's attention sees a window only");

    [Fact]
    public void The_first_layer_stays_first_where_it_has_no_norm()
        => Should.Throw<ArgumentException>(() => LayerSurgery.Write(SurgeryModels.Folder("modernbert"), _folder.File("new"), [3, 1, 2])).Message.ShouldContain("must stay the first");

    [Theory]
    [InlineData("t5")]
    [InlineData("lstm")]
    public void Models_without_a_single_stack_of_blocks_are_refused(string name)
        => Should.Throw<ArgumentException>(() => LayerSurgery.Write(SurgeryModels.Folder(name), _folder.File("new"), [0])).Message.ShouldContain("give a decoder or an encoder");

    [Fact]
    public void A_model_never_overwrites_the_one_that_it_is_made_of()
    {
        var source = SurgeryModels.Copy(SurgeryModels.Folder("llama"), _folder.File("source"));

        Should.Throw<ArgumentException>(() => LayerSurgery.Write(source, source + "/.", [0])).Message.ShouldContain("would overwrite");
        Should.Throw<ArgumentException>(() => LayerSurgery.Write(source, _folder.File("new"), [])).Message.ShouldContain("at least one");
        Should.Throw<ArgumentException>(() => LayerSurgery.Write(source, _folder.File("new"), [0, 2])).Message.ShouldContain("each from 0 to 1");
    }
}

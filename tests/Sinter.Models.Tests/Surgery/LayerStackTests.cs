using Sinter.Models.Files;
using Sinter.Models.Surgery;

namespace Sinter.Models.Tests.Surgery;

public sealed class LayerStackTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(SurgeryModels.NormFirstData), MemberType = typeof(SurgeryModels))]
    [MemberData(nameof(SurgeryModels.NormLastData), MemberType = typeof(SurgeryModels))]
    public void All_slices_of_one_model_are_the_same_bytes(string name)
    {
        var source = SurgeryModels.Copy(SurgeryModels.Folder(name), _folder.File("source"));
        var layers = ModelFolder.Open(source).Config.Layers;
        LayerStack.Write([new(source, 0, 0), new(source, 1, layers - 1)], _folder.File("new"));

        SurgeryModels.Bytes(_folder.File("new")).ShouldBe(SurgeryModels.Bytes(source));
    }

    [Fact]
    public void Layers_of_two_models_of_different_depth_lie_on_each_other()
    {
        var first = SurgeryModels.Copy(SurgeryModels.Folder("llama"), _folder.File("first"));
        LayerSurgery.Write(SurgeryModels.Disturb(first, _folder.File("second"), 4), _folder.File("deeper"), [0, 1, 0]);

        LayerStack.Write([new(first, 0, 1), new(_folder.File("deeper"), 1, 2)], _folder.File("new")).Layers.ShouldBe(4);

        foreach (var (parameter, folder, from) in new[]
        {
            ("embedding", first, "embedding"),
            ("1.attention.output", first, "1.attention.output"),
            ("2.attention.output", _folder.File("deeper"), "1.attention.output"),
            ("3.feedForward.down", _folder.File("deeper"), "2.feedForward.down"),
            ("norm", _folder.File("deeper"), "norm"),
            ("output", _folder.File("deeper"), "output"),
        })
        {
            SurgeryModels.Values(_folder.File("new"), parameter).ShouldBe(SurgeryModels.Values(folder, from));
        }
    }

    [Fact]
    public void What_cannot_be_stacked_is_refused()
    {
        var llama = SurgeryModels.Folder("llama");

        Refused("has no layers 1-2; give a first and a last one from 0 to 1", new LayerSlice(llama, 1, 2));
        Refused("has no layers 1-0", new LayerSlice(llama, 1, 0));
        Refused("Family is Llama in", new LayerSlice(llama, 0, 1), new LayerSlice(SurgeryModels.Folder("mistral"), 0, 1));
        Refused("sees a window only", new LayerSlice(SurgeryModels.Folder("gemma2"), 1, 1), new LayerSlice(SurgeryModels.Folder("gemma2"), 0, 0));
        Refused("at least one");

        void Refused(string sentence, params LayerSlice[] slices)
            => Should.Throw<ArgumentException>(() => LayerStack.Write(slices, _folder.File("new"))).Message.ShouldContain(sentence);
    }
}

using Sinter.Models.Files;
using Sinter.Models.Onnx;

namespace Sinter.Models.Tests.Onnx;

/// <summary>The bytes of exported models; what ONNX Runtime makes of them is in <see cref="OnnxRuntimeTests"/>.</summary>
public sealed class OnnxExportTests : IDisposable
{
    private const long Float = 1;
    private const long Int64 = 7;
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Models => [.. OnnxRuntimeTests.Names];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_input_of_a_node_is_there_before_it_and_every_tensor_has_the_bytes_of_its_shape(string name)
    {
        var file = Export(name);

        (file.IrVersion, file.Producer, file.Domain, file.Opset).ShouldBe((8, "sinter", "", 17));
        file.Tensors.Select(static tensor => tensor.Name).ShouldBeUnique();
        foreach (var tensor in file.Tensors)
        {
            tensor.Type.ShouldBeOneOf(Float, Int64);
            tensor.Bytes.LongLength.ShouldBe(tensor.Elements * (tensor.Type == Float ? sizeof(float) : sizeof(long)), tensor.Name);
        }

        var known = file.Inputs.Select(static input => input.Name).Concat(file.Tensors.Select(static tensor => tensor.Name)).ToHashSet(StringComparer.Ordinal);
        foreach (var node in file.Nodes)
        {
            node.Inputs.ShouldBeSubsetOf(known, node.Type);
            node.Outputs.ShouldAllBe(output => known.Add(output));
        }

        file.Outputs.ShouldHaveSingleItem();
        known.ShouldContain(file.Outputs[0].Name);
        file.Outputs[0].Type.ShouldBe(Float);
        file.Inputs.ShouldAllBe(static input => input.Type == Int64 && input.Shape.SequenceEqual(new[] { "batch", "time" }));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void The_weights_are_those_of_the_model_once_each(string name)
    {
        var file = Export(name);

        var config = ModelFolder.Open(new Heads.ReferenceModel(name).Folder).Config;
        var written = file.Tensors.ToDictionary(static tensor => tensor.Name, StringComparer.Ordinal);
        foreach (var spec in ModelLayout.Of(config).Where(static spec => !spec.Name.StartsWith("mtp.", StringComparison.Ordinal) || spec.Name.StartsWith("mtp.0.", StringComparison.Ordinal)))
        {
            written.ShouldContainKey(spec.Name);
            written[spec.Name].Shape.ShouldBe([.. spec.Shape.ToArray().Select(static size => (long)size)]);
        }
    }

    [Fact]
    public void A_weight_has_the_bits_of_the_file()
    {
        var file = Export("gpt2");

        using var weights = ModelFolder.Open(new Heads.ReferenceModel("gpt2").Folder).OpenWeights();
        var embedding = file.Tensors.Single(static tensor => tensor.Name == "embedding");
        var expected = new float[embedding.Elements];
        weights.ReadFloat32("transformer.wte.weight", expected, [.. embedding.Shape.Select(static size => (int)size)]);
        embedding.Floats.ShouldBe(expected);
    }

    [Fact]
    public void Inputs_and_the_output_have_the_names_and_shapes_that_are_promised()
    {
        var bert = Export("bert");
        bert.Inputs.Select(static input => input.Name).ShouldBe(["input_ids", "attention_mask", "token_type_ids"]);
        (bert.Outputs[0].Name, string.Join(' ', bert.Outputs[0].Shape)).ShouldBe(("logits", "batch time 61"));

        Export("gpt2").Inputs.Select(static input => input.Name).ShouldBe(["input_ids", "attention_mask"]);
        Export("bert-sequence-classification").Outputs[0].Shape.ShouldBe(["batch", "3"]);
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes()
    {
        Export("gemma2");
        var first = File.ReadAllBytes(_folder.File("gemma2.onnx"));
        Export("gemma2");

        File.ReadAllBytes(_folder.File("gemma2.onnx")).ShouldBe(first);
    }

    [Theory]
    [InlineData("mixtral", "it is a mixture of experts")]
    [InlineData("t5", "a model of the family T5 is neither a decoder nor an encoder")]
    [InlineData("bart", "a model of the family Bart is neither a decoder nor an encoder")]
    [InlineData("lstm", "a model of the family Lstm is neither a decoder nor an encoder")]
    public void What_has_no_ONNX_form_is_refused_and_nothing_is_left_behind(string name, string reason)
    {
        var refused = Should.Throw<InvalidDataException>(() => Export(name));

        refused.Message.ShouldContain($"cannot be written as ONNX: {reason}; export it as safetensors.");
        Directory.GetFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void A_model_of_more_than_2_GB_is_refused_before_its_weights_are_read()
    {
        // A description alone: 50257 x 12800 of embedding are 2.6 GB in single precision.
        var config = ModelFolder.Open(new Heads.ReferenceModel("gpt2").Folder).Config with { VocabularySize = 50257, HiddenSize = 12800, Heads = 100, KeyValueHeads = 100 };
        Directory.CreateDirectory(_folder.File("large"));
        ModelConfigJson.Write(_folder.File("large/config.json"), config, new GenerationConfig());

        Should.Throw<InvalidDataException>(() => OnnxExport.Write(_folder.File("large"), _folder.File("large.onnx"))).Message.ShouldContain("bytes of weights, and one file can have 2147483647");
    }

    private OnnxFile Export(string name)
    {
        var path = _folder.File(name + ".onnx");
        OnnxExport.Write(new Heads.ReferenceModel(name).Folder, path);
        return OnnxFile.Read(path);
    }
}

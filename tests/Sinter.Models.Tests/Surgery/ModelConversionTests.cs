using Sinter.Models.Files;
using Sinter.Models.Surgery;
using Sinter.Tensors;

namespace Sinter.Models.Tests.Surgery;

public sealed class ModelConversionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(SurgeryModels.AllData), MemberType = typeof(SurgeryModels))]
    public void Half_precision_is_rounded_once_and_comes_back_exactly(string name)
    {
        var source = SurgeryModels.Folder(name);
        var values = SurgeryModels.Values(source);
        foreach (var (type, round) in new (TensorType, Func<float, float>)[] { (TensorType.BFloat16, static value => (float)(BFloat16)value), (TensorType.Float16, static value => (float)(Half)value) })
        {
            var (narrow, wide) = (_folder.File($"narrow-{type}"), _folder.File($"wide-{type}"));
            ModelConversion.Write(source, narrow, new ConversionOptions { Type = type });
            ModelConversion.Write(narrow, wide, new ConversionOptions { Type = TensorType.Float32 });

            SurgeryModels.Values(narrow).ShouldBe(Array.ConvertAll(values, value => round(value)));
            SurgeryModels.Values(wide).ShouldBe(SurgeryModels.Values(narrow));
            StoredType.Of(ModelFolder.Open(narrow)).ShouldBe(type);

            // Everything that follows keeps the type.
            ModelConversion.Write(narrow, _folder.File($"again-{type}"), new ConversionOptions());
            SurgeryModels.Bytes(_folder.File($"again-{type}")).ShouldBe(SurgeryModels.Bytes(narrow));
        }
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("qwen2")]
    [InlineData("gemma")]
    [InlineData("gemma2")]
    [InlineData("modernbert")]
    public void Untied_embeddings_compute_what_they_did(string name)
    {
        var source = SurgeryModels.Copy(SurgeryModels.Folder(name), _folder.File("source"));
        if (!ModelFolder.Open(source).Config.TieEmbeddings)
        {
            ModelConversion.Write(source, _folder.File("tied"), new ConversionOptions { Tying = EmbeddingTying.TieToMean });
            source = _folder.File("tied");
        }

        ModelConversion.Write(source, _folder.File("new"), new ConversionOptions { Tying = EmbeddingTying.Untie }).TieEmbeddings.ShouldBeFalse();

        SurgeryModels.Logits(_folder.File("new")).ShouldBe(SurgeryModels.Logits(source));
        ModelConversion.Write(_folder.File("new"), _folder.File("again"), new ConversionOptions { Tying = EmbeddingTying.TieToInput });
        SurgeryModels.Bytes(_folder.File("again")).ShouldBe(SurgeryModels.Bytes(SurgeryModels.Copy(source, _folder.File("copy"))));
    }

    [Fact]
    public void Tying_takes_the_embedding_or_the_mean()
    {
        var source = SurgeryModels.Folder("llama");
        ModelConversion.Write(source, _folder.File("input"), new ConversionOptions { Tying = EmbeddingTying.TieToInput });
        ModelConversion.Write(source, _folder.File("mean"), new ConversionOptions { Tying = EmbeddingTying.TieToMean });

        var (embedding, output) = (SurgeryModels.Values(source, "embedding"), SurgeryModels.Values(source, "output"));
        SurgeryModels.Values(_folder.File("input"), "embedding").ShouldBe(embedding);
        SurgeryModels.Values(_folder.File("mean"), "embedding").ShouldBe([.. embedding.Zip(output, static (a, b) => (float)(((double)a + b) / 2))]);
        ModelFolder.Open(_folder.File("mean")).Config.TieEmbeddings.ShouldBeTrue();
    }

    [Fact]
    public void The_scale_of_T5s_logits_goes_into_an_untied_output()
    {
        var source = SurgeryModels.Folder("t5");
        var config = ModelConversion.Write(source, _folder.File("new"), new ConversionOptions { Tying = EmbeddingTying.Untie });

        config.OutputScale.ShouldBe(1);
        var scale = 1 / Math.Sqrt(config.HiddenSize);
        SurgeryModels.Values(_folder.File("new"), "output").ShouldBe(Array.ConvertAll(SurgeryModels.Values(source, "embedding"), value => (float)(value * scale)));
        ModelConversion.Write(_folder.File("new"), _folder.File("again"), new ConversionOptions { Tying = EmbeddingTying.TieToMean }).OutputScale.ShouldBe(scale, 1e-12);
        SurgeryModels.ShouldBeClose(SurgeryModels.Values(_folder.File("again"), "embedding"), SurgeryModels.Values(source, "embedding"), 1e-6);
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("bert")]
    [InlineData("llama")]
    [InlineData("gru")]
    public void Padded_rows_are_the_mean_and_change_no_other_logit(string name)
    {
        var source = SurgeryModels.Folder(name);
        var size = ModelFolder.Open(source).Config.VocabularySize;
        ModelConversion.Write(source, _folder.File("new"), new ConversionOptions { Multiple = 32 }).VocabularySize.ShouldBe(64);

        var (before, after) = (SurgeryModels.Logits(source), SurgeryModels.Logits(_folder.File("new")));
        for (var time = 0; time < 12; time++)
        {
            var (old, row) = (before.AsSpan(time * size, size).ToArray(), after.AsSpan(time * 64, 64).ToArray());
            SurgeryModels.ShouldBeClose(row[..size], old, 1e-6);
            row[63].ShouldBe(old.Average(), 1e-4f);
        }
    }

    [Fact]
    public void A_number_that_half_precision_cannot_hold_is_told()
    {
        var source = SurgeryModels.Change(SurgeryModels.Folder("llama"), _folder.File("source"), static model => model.Parameters["1.feedForward.down"].Value.AsSpan<float>()[7] = 70000);

        Should.Throw<InvalidDataException>(() => ModelConversion.Write(source, _folder.File("new"), new ConversionOptions { Type = TensorType.Float16 })).Message
            .ShouldBe("The tensor model.layers.1.mlp.down_proj.weight [32, 40] holds the number 70000, which is too large for F16; choose BF16.");
        ModelConversion.Write(source, _folder.File("other"), new ConversionOptions { Type = TensorType.BFloat16 });
    }

    [Theory]
    [InlineData("gpt2", EmbeddingTying.TieToMean, "is the output already")]
    [InlineData("llama", EmbeddingTying.Untie, "a matrix of its own already")]
    [InlineData("bert-token-classification", EmbeddingTying.Untie, "has no output projection")]
    public void Tying_that_cannot_be_is_refused(string name, EmbeddingTying tying, string sentence)
        => Should.Throw<ArgumentException>(() => ModelConversion.Write(SurgeryModels.Folder(name), _folder.File("new"), new ConversionOptions { Tying = tying })).Message.ShouldContain(sentence);
}

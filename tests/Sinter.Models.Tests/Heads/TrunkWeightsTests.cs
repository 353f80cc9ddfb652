using Sinter.Models.Files;
using Sinter.Tensors.Cpu;

namespace Sinter.Models.Tests.Heads;

public sealed class TrunkWeightsTests
{
    [Theory]
    [InlineData("bert", "head.dense, classifier, head.dense.bias, classifier.bias")]
    [InlineData("bert-published", "classifier, classifier.bias")]
    [InlineData("bert-sequence-classification", "classifier, classifier.bias")]
    [InlineData("roberta", "head.dense, classifier, head.dense.bias, classifier.bias")]
    [InlineData("modernbert", "classifier, classifier.bias")]
    [InlineData("llama", "classifier")]
    public void A_new_head_is_drawn_and_everything_else_is_read(string name, string drawn)
    {
        var path = ReferenceModel.FolderOf(name);
        var config = ModelFolder.Open(path).Config.WithHead(ModelHead.SequenceClassification, ["a", "b", "c", "d"]);

        var (model, found) = TrunkWeights.Load(path, config, new CpuBackend(1), seed: 3);

        string.Join(", ", found).ShouldBe(drawn);
        var original = ModelWeights.Load(path, new CpuBackend(1)).Parameters.All.ToDictionary(static parameter => parameter.Name, StringComparer.Ordinal);
        var initial = Model.Create(config, new CpuBackend(1));
        initial.Initialize(3);
        foreach (var (parameter, random) in model.Parameters.All.Zip(initial.Parameters.All))
        {
            if (found.Contains(parameter.Name))
            {
                parameter.Value.ToArray<float>().ShouldBe(random.Value.ToArray<float>(), parameter.Name);
            }
            else if (original.TryGetValue(parameter.Name, out var expected) && !parameter.Name.StartsWith("head.", StringComparison.Ordinal))
            {
                parameter.Value.ToArray<float>().ShouldBe(expected.Value.ToArray<float>(), parameter.Name);
            }
        }
    }

    [Fact]
    public void The_pooler_that_a_file_holds_beside_another_head_is_read()
    {
        var path = ReferenceModel.FolderOf("bert-published");
        var config = ModelFolder.Open(path).Config.WithHead(ModelHead.SequenceClassification, ["a", "b"]);
        using var file = SafeTensorsFile.Open(Path.Combine(path, ModelFolder.WeightsFileName));
        var pooler = new float[16 * 16];
        file.ReadFloat32("bert.pooler.dense.weight", pooler, [16, 16]);

        var model = TrunkWeights.Load(path, config, new CpuBackend(1), seed: 3).Model;

        model.Parameters.All.Single(static parameter => parameter.Name == "head.dense").Value.ToArray<float>().ShouldBe(pooler);
    }

    [Fact]
    public void A_bare_trunk_goes_out_without_the_first_word_of_its_names_and_in_again()
    {
        var path = ReferenceModel.FolderOf("bert");
        using var folder = new TemporaryFolder();
        var bare = TrunkWeights.Load(path, ModelFolder.Open(path).Config.WithHead(ModelHead.None), new CpuBackend(1), seed: 1);
        ModelFolder.Write(folder.Path, bare.Model.Config, ModelWeights.ToWrite(bare.Model));

        var again = TrunkWeights.Load(folder.Path, ModelFolder.Open(path).Config, new CpuBackend(1), seed: 1);

        bare.Drawn.ShouldBeEmpty();
        using var written = SafeTensorsFile.Open(Path.Combine(folder.Path, ModelFolder.WeightsFileName));
        written.Find("embeddings.word_embeddings.weight").ShouldNotBeNull();
        File.ReadAllText(Path.Combine(folder.Path, ModelConfigJson.FileName)).ShouldContain("\"BertModel\"");
        string.Join(", ", again.Drawn).ShouldBe("head.dense, head.dense.bias, head.norm, head.norm.bias, output.bias");
        again.Model.Parameters.All[0].Value.ToArray<float>().ShouldBe(bare.Model.Parameters.All[0].Value.ToArray<float>());
    }

    [Fact]
    public void A_trunk_of_other_sizes_or_of_another_family_is_refused()
    {
        var path = ReferenceModel.FolderOf("bert");
        var config = ModelFolder.Open(path).Config;

        Should.Throw<InvalidDataException>(() => TrunkWeights.Load(path, config with { Layers = 3 }, new CpuBackend(1), seed: 1))
            .Message.ShouldContain("holds no tensor 'bert.encoder.layer.2.attention.self.query.weight', expected bert.encoder.layer.2.attention.self.query.weight");
        Should.Throw<InvalidDataException>(() => TrunkWeights.Load(path, config with { IntermediateSize = 24 }, new CpuBackend(1), seed: 1))
            .Message.ShouldContain("give the trunk the sizes of the folder");
        Should.Throw<InvalidDataException>(() => TrunkWeights.Load(path, ModelFolder.Open(ReferenceModel.FolderOf("roberta")).Config, new CpuBackend(1), seed: 1))
            .Message.ShouldEndWith("holds a model of the family Bert, expected Roberta.");
    }
}

using System.Text.Json;
using Sinter.Models.Files;

namespace Sinter.Models.Tests.Files;

public sealed class ShardedWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tensors_are_divided_by_size_and_the_index_says_where_each_is()
    {
        var names = SafeTensorsWriter.WriteSharded(_folder.Path, [Tensor("c", 2), Tensor("a", 1), Tensor("d", 9), Tensor("b", 3), Tensor("e", 1)], maximumShardBytes: 16);

        names.ShouldBe(["model-00001-of-00004.safetensors", "model-00002-of-00004.safetensors", "model-00003-of-00004.safetensors", "model-00004-of-00004.safetensors"]);
        using var index = JsonDocument.Parse(File.ReadAllText(_folder.File("model.safetensors.index.json")));
        index.RootElement.GetProperty("metadata").GetProperty("total_size").GetInt64().ShouldBe(64);
        index.RootElement.GetProperty("weight_map").EnumerateObject().Select(pair => $"{pair.Name} {pair.Value.GetString()![10]}").ShouldBe(["a 1", "b 1", "c 2", "d 3", "e 4"]);
        using var weights = WeightFiles.Open(_folder.Path);
        Read(weights, "d", 9).ShouldBe([9, 10, 11, 12, 13, 14, 15, 16, 17]);
        Directory.GetFiles(_folder.Path).Length.ShouldBe(5);
    }

    [Fact]
    public void What_fits_one_file_has_no_index()
    {
        SafeTensorsWriter.WriteSharded(_folder.Path, [Tensor("a", 1), Tensor("b", 3)], maximumShardBytes: 16).ShouldBe(["model.safetensors"]);
        Directory.GetFiles(_folder.Path).Select(Path.GetFileName).ShouldBe(["model.safetensors"]);
    }

    [Fact]
    public void The_files_of_an_earlier_model_are_gone()
    {
        TensorToWrite[] tensors = [Tensor("a", 1), Tensor("b", 3), Tensor("c", 3)];
        _folder.File("model-card.safetensors", "kept");
        SafeTensorsWriter.WriteSharded(_folder.Path, tensors, maximumShardBytes: 4);
        SafeTensorsWriter.WriteSharded(_folder.Path, tensors, maximumShardBytes: 16);
        Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order().ShouldBe(
            ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "model-card.safetensors", "model.safetensors.index.json"], ignoreOrder: true);
        SafeTensorsWriter.WriteSharded(_folder.Path, tensors);
        Directory.GetFiles(_folder.Path).Select(Path.GetFileName).ShouldBe(["model-card.safetensors", "model.safetensors"], ignoreOrder: true);
        SafeTensorsWriter.WriteSharded(_folder.Path, tensors, maximumShardBytes: 4);
        File.Exists(_folder.File("model.safetensors")).ShouldBeFalse();
    }

    [Fact]
    public void A_write_that_fails_leaves_the_earlier_model()
    {
        SafeTensorsWriter.WriteSharded(_folder.Path, [Tensor("a", 1), Tensor("b", 3)], maximumShardBytes: 4);
        var before = Directory.GetFiles(_folder.Path).Order().Select(File.ReadAllText).ToArray();
        Should.Throw<InvalidOperationException>(() => SafeTensorsWriter.WriteSharded(_folder.Path, [Tensor("a", 2), new(new("b", [9]), _ => throw new InvalidOperationException())], maximumShardBytes: 4));
        Directory.GetFiles(_folder.Path).Order().Select(File.ReadAllText).ShouldBe(before);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(100_000)]
    public void A_copy_and_a_copy_of_it_have_the_same_bytes_in_every_type(long shard)
    {
        var first = _folder.File("first");
        var second = _folder.File("second");

        // Longer than a block, and of an odd number.
        var large = Enumerable.Range(0, 2_500_001).Select(i => MathF.Sin(i) * i).ToArray();
        foreach (var type in (TensorType[])[TensorType.Float32, TensorType.Float16, TensorType.BFloat16])
        {
            SafeTensorsWriter.WriteSharded(first, [Tensor("a", 7), new(new("large", [2_500_001]), large.CopyTo), Tensor("z", 30_000)], type, shard);
            using (var source = WeightFiles.Open(first))
            {
                SafeTensorsWriter.WriteSharded(second, source.Tensors.Select(tensor => TensorToWrite.From(tensor, source)), type, shard);
            }

            var files = Directory.GetFiles(first).Select(Path.GetFileName).ToArray();
            Directory.GetFiles(second).Select(Path.GetFileName).ShouldBe(files, ignoreOrder: true);
            foreach (var file in files)
            {
                File.ReadAllBytes(Path.Combine(second, file!)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(first, file!))).ShouldBeTrue($"{type} {file}");
            }
        }
    }

    [Fact]
    public void A_copy_in_blocks_into_another_type_is_that_of_whole_tensors()
    {
        var large = Enumerable.Range(0, 2_500_001).Select(i => MathF.Cos(i) * i).ToArray();
        SafeTensorsWriter.Write(_folder.File("f32"), [new(new("large", [2_500_001]), large.CopyTo)]);
        using var source = SafeTensorsFile.Open(_folder.File("f32"));
        SafeTensorsWriter.Write(_folder.File("blocks"), [TensorToWrite.From(source.Tensors[0], source)], TensorType.BFloat16);
        SafeTensorsWriter.Write(_folder.File("whole"), [new(new("large", [2_500_001]), large.CopyTo)], TensorType.BFloat16);
        File.ReadAllBytes(_folder.File("blocks")).AsSpan().SequenceEqual(File.ReadAllBytes(_folder.File("whole"))).ShouldBeTrue();
    }

    [Fact]
    public void Tensors_keep_their_types_where_that_is_asked_and_wide_ones_come_first()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Files", "PyTorch", "data", "types.bin");
        using var source = WeightFiles.Open(path);
        var names = source.Tensors.Select(tensor => tensor.Name).Where(name => name != "complex").ToArray();
        SafeTensorsWriter.Write(_folder.File("copy.safetensors"), names.Select(name => TensorToWrite.AsStored(source, name)));

        using var copy = WeightFiles.Open(_folder.File("copy.safetensors"));
        foreach (var name in names)
        {
            copy.TypeOf(name).ShouldBe(source.TypeOf(name));
            var length = (int)source.Find(name)!.Elements;
            byte[] one = new byte[length], other = new byte[length];
            source.ReadBytes(name, 0, one);
            copy.ReadBytes(name, 0, other);
            other.ShouldBe(one);
        }

        Should.Throw<InvalidDataException>(() => TensorToWrite.AsStored(source, "complex")).Message.ShouldContain("'complex64'");
    }

    [Fact]
    public void Views_are_written_in_order()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Files", "PyTorch", "data", "views.bin");
        using var source = WeightFiles.Open(path);
        SafeTensorsWriter.Write(_folder.File("copy.safetensors"), source.Tensors.Select(tensor => TensorToWrite.AsStored(source, tensor.Name)));
        using var copy = WeightFiles.Open(_folder.File("copy.safetensors"));
        foreach (var tensor in source.Tensors)
        {
            Read(copy, tensor.Name, [.. tensor.Shape]).ShouldBe(Read(source, tensor.Name, [.. tensor.Shape]));
        }

        copy.TypeOf("half.transposed").ShouldBe(TensorType.Float16);
    }

    [Fact]
    public void A_source_that_lacks_a_tensor_or_has_it_in_another_shape_is_told()
    {
        SafeTensorsWriter.Write(_folder.File("a"), [Tensor("t", 4)]);
        using var source = WeightFiles.Open(_folder.File("a"));
        Should.Throw<InvalidDataException>(() => SafeTensorsWriter.Write(_folder.File("b"), [TensorToWrite.From(new("t", [2]), source)])).Message.ShouldContain("has the shape [4], expected [2]");
        Should.Throw<InvalidDataException>(() => SafeTensorsWriter.Write(_folder.File("b"), [TensorToWrite.From(new("u", [2]), source)])).Message.ShouldContain("holds no tensor 'u'");
        SafeTensorsWriter.Write(_folder.File("b"), [TensorToWrite.From(new("renamed", [4]), source, "t")]);
        using var copy = WeightFiles.Open(_folder.File("b"));
        Read(copy, "renamed", 4).ShouldBe([4, 5, 6, 7]);
    }

    [Fact]
    public void Weights_are_found_by_what_they_are()
    {
        Should.Throw<FileNotFoundException>(() => WeightFiles.Open(_folder.Path)).Message.ShouldBe(
            $"The folder '{_folder.Path}' holds no weights; expected model.safetensors, model.safetensors.index.json, pytorch_model.bin or pytorch_model.bin.index.json.");
        Should.Throw<FileNotFoundException>(() => WeightFiles.Open(_folder.File("none.bin")));
        var data = Path.Combine(AppContext.BaseDirectory, "Files", "PyTorch", "data");
        Should.Throw<InvalidDataException>(() => WeightFiles.Open(Path.Combine(data, "legacy.pt"))).Message.ShouldContain("before version 1.6");
        using (var split = WeightFiles.Open(data))
        {
            split.Path.ShouldEndWith("pytorch_model.bin.index.json");
        }

        File.Copy(Path.Combine(data, "module.pt"), _folder.File("pytorch_model.bin"));
        using (var one = WeightFiles.Open(_folder.Path))
        {
            one.Tensors.Count.ShouldBe(3);
        }

        SafeTensorsWriter.Write(_folder.File("model.safetensors"), [Tensor("t", 1)]);
        using var better = WeightFiles.Open(_folder.Path);
        better.Tensors.Count.ShouldBe(1);
    }

    /// <summary>A tensor whose values count from its length on.</summary>
    private static TensorToWrite Tensor(string name, int length) => new(new TensorInfo(name, [length]), destination =>
    {
        for (var i = 0; i < length; i++)
        {
            destination[i] = length + i;
        }
    });

    private static float[] Read(IWeightSource source, string name, params int[] shape)
    {
        var values = new float[shape.Aggregate(1, (product, dimension) => product * dimension)];
        source.ReadFloat32(name, values, shape);
        return values;
    }
}

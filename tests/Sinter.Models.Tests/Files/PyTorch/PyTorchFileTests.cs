using System.Runtime.InteropServices;
using Sinter.Models.Files;
using Sinter.Models.Files.PyTorch;

namespace Sinter.Models.Tests.Files.PyTorch;

/// <summary>Files that torch itself wrote, by tests/oracle/pytorch-bin/make.py; values are those of its function ramp.</summary>
public sealed class PyTorchFileTests
{
    [Fact]
    public void Every_type_is_read()
    {
        using var file = PyTorchFile.Open(Data("types.bin"));
        foreach (var type in (TensorType[])[TensorType.Float64, TensorType.Float32, TensorType.Float16, TensorType.BFloat16])
        {
            var name = "of." + type.ToString().ToLowerInvariant();
            file.TypeOf(name).ShouldBe(type);
            Read(file, name, 2, 5).ShouldBe(Enumerable.Range(-3, 10).Select(i => i / 2f));
        }

        foreach (var type in (TensorType[])[TensorType.Int64, TensorType.Int32, TensorType.Int16, TensorType.Int8])
        {
            var name = "of." + type.ToString().ToLowerInvariant();
            file.TypeOf(name).ShouldBe(type);
            Read(file, name, 2, 5).ShouldBe(Enumerable.Range(-3, 10).Select(i => (float)i));
        }

        Read(file, "of.uint8", 4).ShouldBe([0, 1, 254, 255]);
        Read(file, "of.bool", 3).ShouldBe([1, 0, 1]);
        Read(file, "scalar").ShouldBe([2.5f]);
        Read(file, "empty", 0, 4).ShouldBeEmpty();
    }

    [Fact]
    public void A_type_that_no_float_stands_for_is_refused_only_when_it_is_asked_for()
    {
        using var file = PyTorchFile.Open(Data("types.bin"));
        file.Find("complex").ShouldNotBeNull();
        Should.Throw<InvalidDataException>(() => Read(file, "complex", 1)).Message.ShouldContain("'complex' in '");
        Should.Throw<InvalidDataException>(() => file.TypeOf("complex")).Message.ShouldContain("has the type 'complex64', which is none of F64,");
    }

    [Fact]
    public void Views_are_brought_into_order()
    {
        using var file = PyTorchFile.Open(Data("views.bin"));
        CheckViews(file);
        file.IsContiguous("rows").ShouldBeTrue();
        file.IsContiguous("transposed").ShouldBeFalse();
    }

    [Fact]
    public void Parts_are_read_of_what_lies_in_order()
    {
        using var file = PyTorchFile.Open(Data("views.bin"));
        var values = new float[3];
        file.ReadFloat32("rows", 4, values);
        values.ShouldBe([Ramp(10), Ramp(11), Ramp(12)]);
        var bytes = new byte[8];
        file.ReadBytes("rows", 8, bytes);
        MemoryMarshal.Cast<byte, float>(bytes).ToArray().ShouldBe([Ramp(8), Ramp(9)]);

        Should.Throw<ArgumentOutOfRangeException>(() => file.ReadFloat32("rows", 10, values)).Message.ShouldContain("'rows', which is 12 long");
        Should.Throw<ArgumentOutOfRangeException>(() => file.ReadBytes("rows", -1, bytes));
        Should.Throw<InvalidDataException>(() => file.ReadFloat32("transposed", 0, values)).Message.ShouldContain("do not lie in order");
    }

    [Fact]
    public void Tensors_that_share_a_storage_are_each_read()
    {
        using var file = PyTorchFile.Open(Data("views.bin"));
        Read(file, "embed.weight", 3, 4).ShouldBe(Enumerable.Range(0, 12).Select(Ramp));
        Read(file, "head.weight", 3, 4).ShouldBe(Enumerable.Range(0, 12).Select(Ramp));
    }

    [Fact]
    public void A_state_dictionary_of_a_module_is_read_and_its_attributes_are_passed_over()
    {
        using var file = PyTorchFile.Open(Data("module.pt"));
        file.Tensors.Select(tensor => tensor.ToString()).ShouldBe(["linear.bias [2]", "linear.weight [2, 3]", "mask [2, 2]"]);
        Read(file, "linear.weight", 2, 3).ShouldBe(Enumerable.Range(0, 6).Select(Ramp));
    }

    [Theory]
    [InlineData("checkpoint.pt")]
    [InlineData("protocol-3.pt")]
    [InlineData("protocol-4.pt")]
    public void The_weights_of_a_checkpoint_have_the_names_of_the_model(string name)
    {
        using var file = PyTorchFile.Open(Data(name));
        file.Tensors.Select(tensor => tensor.ToString()).ShouldBe(["linear.bias [2]", "linear.weight [2, 3]", "mask [2, 2]"]);
        Read(file, "linear.bias", 2).ShouldBe([Ramp(0), Ramp(1)]);
    }

    [Fact]
    public void A_parameter_is_its_tensor()
    {
        using var file = PyTorchFile.Open(Data("parameters.pt"));
        Read(file, "p", 2, 3).ShouldBe(Enumerable.Range(0, 6).Select(Ramp));
    }

    [Fact]
    public void A_model_split_into_files_is_read_as_one()
    {
        using var weights = ShardedWeights.Open(Data(ShardedWeights.PyTorchIndexFileName));
        weights.Tensors.Count.ShouldBe(13);
        Read(weights, "transposed", 6, 4).ShouldBe(Transposed(4, 6));
        weights.TypeOf("int64.transposed").ShouldBe(TensorType.Int64);
    }

    [Theory]
    [InlineData("legacy.pt", "is in the format that torch.save had before version 1.6;")]
    [InlineData("script.pt", "is a program of TorchScript, not a file of weights;")]
    [InlineData("tensor.pt", "holds one tensor without a name, expected the state_dict of a model;")]
    [InlineData("whole-module.pt", "asks for 'torch.nn.modules.linear.Linear' of Python, which is not needed to read weights; nothing of it was run.")]
    [InlineData("pytorch_model.bin.index.json", "is no file of torch.save: it does not begin as a ZIP archive does;")]
    public void What_is_no_state_dictionary_is_said_plainly(string name, string sentence) =>
        Should.Throw<InvalidDataException>(() => PyTorchFile.Open(Data(name))).Message.ShouldContain($"'{Data(name)}' {sentence}");

    [Fact]
    public void An_archive_of_more_than_four_gigabytes_is_read()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("wide.pt");

        // Where the disk cannot leave holes, a small archive with the same records does.
        var gap = OperatingSystem.IsLinux() ? 5L << 30 : 1000;
        TorchArchive.WriteWide(path, gap, ("a/version", [1]), ("a/data/0", [0, 0, 0x80, 0x3F]), ("a/data.pkl", TorchArchive.OneTensor(TorchArchive.Tensor("FloatStorage", 1, 0, [1], [1]))));
        using var file = PyTorchFile.Open(path);
        Read(file, "t", 1).ShouldBe([1]);
        new FileInfo(path).Length.ShouldBeGreaterThan(3 * gap);
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("cut.pt");
        var whole = File.ReadAllBytes(Data("module.pt"));
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Should.Throw<InvalidDataException>(() => PyTorchFile.Open(path).Dispose());
        }
    }

    [Fact]
    public void A_file_changed_anywhere_gives_weights_or_a_sentence()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("changed.pt");
        var whole = File.ReadAllBytes(Data("views.bin"));
        var random = new Random(7);
        for (var round = 0; round < 1000; round++)
        {
            var bytes = (byte[])whole.Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(path, bytes);
            try
            {
                using var file = PyTorchFile.Open(path);
                foreach (var tensor in file.Tensors.Where(tensor => tensor.Elements < 1000))
                {
                    Read(file, tensor.Name, [.. tensor.Shape]);
                }
            }
            catch (InvalidDataException)
            {
                // A sentence; anything else fails the test.
            }
        }
    }

    private static void CheckViews(IWeightSource file)
    {
        Read(file, "whole", 4, 6).ShouldBe(Enumerable.Range(0, 24).Select(Ramp));
        Read(file, "transposed", 6, 4).ShouldBe(Transposed(4, 6));
        Read(file, "column", 4).ShouldBe([Ramp(2), Ramp(8), Ramp(14), Ramp(20)]);
        Read(file, "rows", 2, 6).ShouldBe(Enumerable.Range(6, 12).Select(Ramp));
        Read(file, "block", 2, 3).ShouldBe([Ramp(8), Ramp(9), Ramp(10), Ramp(14), Ramp(15), Ramp(16)]);
        Read(file, "every.second", 4, 3).ShouldBe(Enumerable.Range(0, 12).Select(i => Ramp(2 * i)));
        Read(file, "permuted", 4, 2, 3).ShouldBe(Enumerable.Range(0, 24).Select(i => Ramp((i % 6 * 4) + (i / 6))));
        Read(file, "expanded", 2, 3).ShouldBe([7, 7, 7, 7, 7, 7]);
        Read(file, "half.transposed", 5, 3).ShouldBe(Transposed(3, 5));
        Read(file, "bfloat16.transposed", 5, 3).ShouldBe(Transposed(3, 5));
        Read(file, "int64.transposed", 5, 3).ShouldBe(Transposed(3, 5).Select(value => value * 2));
    }

    private static IEnumerable<float> Transposed(int rows, int columns) => Enumerable.Range(0, rows * columns).Select(i => Ramp((i % rows * columns) + (i / rows)));

    private static float Ramp(int i) => (i - 3) / 2f;

    private static string Data(string name) => Path.Combine(AppContext.BaseDirectory, "Files", "PyTorch", "data", name);

    private static float[] Read(IWeightSource source, string name, params int[] shape)
    {
        var values = new float[shape.Aggregate(1, (product, dimension) => product * dimension)];
        source.ReadFloat32(name, values, shape);
        return values;
    }
}

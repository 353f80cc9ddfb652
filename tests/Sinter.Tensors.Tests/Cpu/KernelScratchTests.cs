using Sinter.Tensors.Cpu;
using Sinter.Tensors.Null;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Profiling;
using Sinter.Tensors.Programs;

namespace Sinter.Tensors.Tests.Cpu;

/// <summary>What kernels are said to need besides tensors, against what they take. Not in parallel with other tests: it counts what the process allocates.</summary>
[Collection(nameof(KernelScratchTests))]
[CollectionDefinition(nameof(KernelScratchTests), DisableParallelization = true)]
public sealed class KernelScratchTests
{
    private static readonly CpuBackend Cpu = new(1);

    public static TheoryData<int, int, int> Products { get; } = new()
    {
        { 1, 700, 90 }, { 7, 33, 500 }, { 100, 100, 100 }, { 383, 65, 384 }, { 385, 65, 385 }, { 500, 3100, 40 }, { 1000, 5, 7 }, { 2, 3, 1 },
    };

    [Theory]
    [MemberData(nameof(Products))]
    public void A_product_takes_what_was_said(int rows, int columns, int depth)
    {
        var (left, right) = (Tensor.Input(Cpu, [rows, depth]), Tensor.Input(Cpu, [depth, columns]));

        ShouldTakeWhatWasSaid(StepProgram.Compile(left.MatMul(right)));
    }

    [Fact]
    public void Many_products_take_what_was_said()
        => ShouldTakeWhatWasSaid(StepProgram.Compile(Tensor.Input(Cpu, [5, 31, 64]).MatMul(Tensor.Input(Cpu, [5, 64, 17]))));

    [Theory]
    [InlineData(40)]
    [InlineData(96)]
    [InlineData(201)]
    public void Attention_and_its_gradient_take_what_was_said(int time)
    {
        var starts = Tensor.Input(Cpu, [2, time], DataType.Int32);
        ShouldTakeWhatWasSaid(StepProgram.Compile(Tensor.Input(Cpu, [2, time, 4 * 10]).Attention(starts, 2, 1)));

        var qkv = new Parameter("qkv", Tensor.Zeros(Cpu, [2, time, 4 * 10], requiresGradient: true), Tensor.Zeros(Cpu, [2, time, 4 * 10]));
        ShouldTakeWhatWasSaid(StepProgram.CompileTraining(qkv.Value.Attention(starts, 2, 1).Sum(), [qkv]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(40)]
    [InlineData(300)]
    public void Attention_through_a_cache_takes_what_was_said(int time)
    {
        var (keys, values) = (Tensor.Zeros(Cpu, [500, 12]), Tensor.Zeros(Cpu, [500, 12]));
        var attended = Tensor.Input(Cpu, [1, time, 4 * 12]).CachedAttention(keys, values, Tensor.Zeros(Cpu, [1], DataType.Int32), 2, 1);

        ShouldTakeWhatWasSaid(StepProgram.Compile(attended));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    public void Attention_to_another_sequence_takes_what_was_said(int time)
    {
        var (queries, keyValues, ranges) = (Tensor.Input(Cpu, [2, time, 3 * 12]), Tensor.Input(Cpu, [2, 300, 2 * 12]), Tensor.Input(Cpu, [2, time, 2], DataType.Int32));
        var options = new AttentionOptions { Heads = 3, KeyValueHeads = 1 };

        ShouldTakeWhatWasSaid(StepProgram.Compile(queries.CrossAttention(keyValues, ranges, options)));
    }

    [Theory]
    [InlineData(1, 4, 9)]
    [InlineData(16, 33, 500)]
    [InlineData(17, 33, 500)]
    public void A_linear_layer_of_few_rows_and_of_more_takes_what_was_said(int rows, int columns, int depth)
    {
        foreach (var type in (DataType[])[DataType.Float32, DataType.BFloat16, DataType.NormalFloat4])
        {
            ShouldTakeWhatWasSaid(StepProgram.Compile(Tensor.Input(Cpu, [rows, depth]).Linear(Tensor.Zeros(Cpu, [columns, depth], type))));
        }
    }

    [Theory]
    [InlineData(3, 41, 4, 1)]
    [InlineData(24, 700, 8, 1)]
    [InlineData(70, 1500, 3, 1)]
    [InlineData(6, 90, 3, 6)]
    [InlineData(6, 90, 3, 2)]
    [InlineData(5, 90, 1, 1)]
    public void A_convolution_and_its_gradients_take_what_was_said(int channels, int time, int size, int groups)
    {
        var (x, weight) = (Parameter("x", [2, channels, time]), Parameter("weight", [6, channels / groups, size]));

        ShouldTakeWhatWasSaid(StepProgram.Compile(Tensor.Input(Cpu, x.Value.Shape).Convolve1d(weight.Value, groups: groups)));
        ShouldTakeWhatWasSaid(StepProgram.CompileTraining(x.Value.Convolve1d(weight.Value, groups: groups).Sum(), [x]));
        ShouldTakeWhatWasSaid(StepProgram.CompileTraining(x.Value.Convolve1d(weight.Value, groups: groups).Sum(), [weight]));
    }

    [Theory]
    [InlineData(40, 500)]
    [InlineData(1000, 50)]
    [InlineData(800, 3100)]
    public void Log_probabilities_of_tokens_and_their_gradient_take_what_was_said(int rows, int vocabulary)
    {
        var (hidden, weight) = (Parameter("hidden", [rows, 12]), Parameter("weight", [vocabulary, 12]));
        var targets = Tensor.From<int>(Cpu, [.. Enumerable.Range(0, rows).Select(row => row % vocabulary)], [rows]);

        ShouldTakeWhatWasSaid(StepProgram.CompileTraining(hidden.Value.TokenLogProbabilities(weight.Value, targets).Sum(), [hidden, weight]));
    }

    public static TheoryData<string> Names => [.. OperationCase.All.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_kernel_takes_more_than_its_rule_says(string name)
    {
        var test = OperationCase.All.Single(one => one.Name == name);
        var parameters = test.Inputs.Select(input => input.TakesGradient ? Parameter("", input.Shape) : null).ToArray();
        var inputs = test.Inputs.Select((input, i) => parameters[i]?.Value
            ?? (input.Integers is { } integers ? Tensor.From<int>(Cpu, integers, input.Shape) : Tensor.From<float>(Cpu, input.Fixed, input.Shape))).ToArray();
        var program = StepProgram.CompileTraining(test.Apply(inputs).Sum(), [.. parameters.OfType<Parameter>()]);
        LiveWithoutScratch(Cpu);
        var observer = new ScratchObserver([.. program.Nodes]);
        program.Observer = observer;

        program.Run();

        observer.Failures.ShouldBeEmpty();
        observer.Seen.ShouldBe(program.Nodes.Count());
    }

    [Fact]
    public void Attention_takes_memory_that_grows_with_time_and_not_with_its_square()
    {
        var (small, large) = (Scratch(4096), Scratch(16384));

        // What each position costs is a few numbers, and blocks do not grow.
        (large - small).ShouldBeLessThan((16384 - 4096) * 16L);

        static long Scratch(int time)
        {
            var backend = new NullBackend();
            var qkv = new Parameter("qkv", Tensor.Over(backend, null, 0, [1, time, 3 * 64], requiresGradient: true), Tensor.Over(backend, null, 0, [1, time, 3 * 64]));
            var attended = qkv.Value.Attention(Tensor.Input(backend, [1, time], DataType.Int32), 1, 1);
            return CpuBackend.Scratch(StepProgram.CompileTraining(attended.Sum(), [qkv]), 1).Bytes(1);
        }
    }

    [Fact]
    public void What_a_step_was_said_to_need_is_reserved_before_it_runs_and_suffices_at_any_number_of_threads()
    {
        foreach (var threads in new[] { 1, 3 })
        {
            var cpu = new CpuBackend(threads);
            var model = new TinyModel(cpu);
            var before = LiveWithoutScratch(cpu);
            model.Step();

            (NativeBuffer.LiveBytes - before).ShouldBeLessThanOrEqualTo(CpuBackend.Scratch(model.Program, threads).Bytes(threads));
        }
    }

    [Fact]
    public void What_is_given_back_is_free_and_what_runs_afterwards_takes_its_own()
    {
        var model = new TinyModel(Cpu);
        var before = LiveWithoutScratch(Cpu);
        model.Step();
        NativeBuffer.LiveBytes.ShouldBeGreaterThan(before);

        Cpu.FreeScratch();

        NativeBuffer.LiveBytes.ShouldBe(before);
        var weights = model.Weights();
        model.Step();
        model.Weights().ShouldNotBe(weights);
    }

    private static Parameter Parameter(string name, Shape shape)
        => new(name, Tensor.Zeros(Cpu, shape, requiresGradient: true), Tensor.Zeros(Cpu, shape));

    private static void ShouldTakeWhatWasSaid(StepProgram program)
    {
        var before = LiveWithoutScratch(Cpu);
        program.Run();

        (NativeBuffer.LiveBytes - before).ShouldBe(CpuBackend.Scratch(program, 1).Bytes(1));
        GC.KeepAlive(program);
    }

    /// <summary>What is held when nothing waits to be freed any more.</summary>
    private static long LiveWithoutScratch(CpuBackend cpu)
    {
        cpu.FreeScratch();
        for (var round = 0; round < 2; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return NativeBuffer.LiveBytes;
    }

    /// <summary>Holds each kernel of a program against its own rule, not against that of the kernel which needs most.</summary>
    private sealed class ScratchObserver(IReadOnlyList<Node> nodes) : IKernelObserver
    {
        private long _before = NativeBuffer.LiveBytes;

        public int Seen { get; private set; }

        public List<string> Failures { get; } = [];

        public void OnKernel(KernelCall call, long start, long end)
        {
            var node = nodes[Seen++];
            var (taken, said) = (NativeBuffer.LiveBytes - _before, CpuBackend.Scratch([node], 1).Bytes(1));
            if (taken > said)
            {
                Failures.Add($"{call.Operation} took {taken} bytes; its rule says {said}");
            }

            Cpu.FreeScratch();
            _before = NativeBuffer.LiveBytes;
        }
    }
}

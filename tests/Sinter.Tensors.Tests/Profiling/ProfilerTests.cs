using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Profiling;

namespace Sinter.Tensors.Tests.Profiling;

public sealed class ProfilerTests
{
    private static readonly KernelCall Product = new("MatMul", 2_000_000_000, 4_000_000);
    private static readonly KernelCall Copy = new("Copy", 1_000_000, 500_000_000);

    [Fact]
    public void Every_kernel_of_a_program_is_told_with_its_costs_and_nothing_is_changed()
    {
        var (watched, alone) = (new TinyModel(new CpuBackend(2)), new TinyModel(new CpuBackend(2)));
        var profiler = new Profiler();
        watched.Program.Observer = profiler;
        for (var step = 0; step < 3; step++)
        {
            profiler.BeginStep();
            watched.Step();
            profiler.EndStep();
            alone.Step();
        }

        watched.Weights().ShouldBe(alone.Weights());
        profiler.Steps.ShouldBe(3);
        profiler.FloatingPointOperations.ShouldBe(3 * watched.Program.FloatingPointOperations);
        watched.Program.KernelCalls.Sum(call => call.BytesMoved).ShouldBe(watched.Program.BytesMoved);
        foreach (var step in profiler.Kept)
        {
            step.Calls.Select(call => call.Call).ShouldBe(watched.Program.KernelCalls);
            var time = step.Start;
            foreach (var (_, start, end) in step.Calls)
            {
                start.ShouldBeGreaterThanOrEqualTo(time);
                end.ShouldBeGreaterThanOrEqualTo(start);
                time = end;
            }

            step.End.ShouldBeGreaterThanOrEqualTo(time);
        }
    }

    [Fact]
    public void The_summary_has_a_row_for_each_operation_and_its_times_add_up_to_the_step()
    {
        var model = new TinyModel(new CpuBackend(1));
        var profiler = new Profiler();
        model.Program.Observer = profiler;
        profiler.BeginStep();
        model.Program.Run();
        profiler.EndStep();

        var summary = profiler.Summarize(new ProfileLimits(1e11, 1e10));

        summary.Rows.Select(row => row.Operation).Order().ShouldBe(model.Program.KernelCalls.Select(call => call.Operation).Distinct().Order());
        summary.Rows.Select(row => row.Seconds).ShouldBe(summary.Rows.Select(row => row.Seconds).OrderDescending());
        summary.Rows.Sum(row => row.Calls).ShouldBe(model.Program.KernelCalls.Count());
        (summary.Rows.Sum(row => row.Seconds) + summary.SecondsOutsideKernels).ShouldBe(summary.SecondsPerStep, 1e-9);
        summary.SecondsOutsideKernels.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Rates_and_what_bounds_an_operation_follow_from_its_costs_and_the_limits()
    {
        var profiler = Watch(steps: 2);

        var summary = profiler.Summarize(new ProfileLimits(MultiplyAddRate: 100e9, MemoryRate: 10e9));

        // Two calls of 20 ms, and one of 100 ms, in each step.
        summary.Steps.ShouldBe(2);
        var (copy, product) = (summary.Rows[0], summary.Rows[1]);
        copy.ShouldSatisfyAllConditions(
            row => row.Operation.ShouldBe("Copy"),
            row => row.Calls.ShouldBe(1),
            row => row.Seconds.ShouldBe(0.1, 1e-6),
            row => row.BytesPerSecond.ShouldBe(5e9, 1e4),
            row => row.MemoryShare.ShouldBe(0.5, 1e-5),
            row => row.ArithmeticShare.ShouldBe(1e-4, 1e-8),
            row => row.IsBoundByMemory.ShouldBeTrue());
        product.ShouldSatisfyAllConditions(
            row => row.Operation.ShouldBe("MatMul"),
            row => row.Calls.ShouldBe(2),
            row => row.Seconds.ShouldBe(0.04, 1e-6),
            row => row.OperationsPerSecond.ShouldBe(100e9, 1e5),
            row => row.ArithmeticShare.ShouldBe(1, 1e-5),
            row => row.IsBoundByMemory.ShouldBeFalse());
    }

    [Fact]
    public void The_table_reads_the_same_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            using var output = new StringWriter { NewLine = "\n" };
            ProfileTable.Write(Watch(steps: 2).Summarize(new ProfileLimits(100e9, 10e9)), output);

            var lines = output.ToString().Split('\n');
            lines[0].ShouldContain("2 steps of ");
            lines[0].ShouldContain("100.0 GFLOP/s, 10.0 GB/s");
            lines[2].ShouldMatch(@"^Copy +1 +100\.000 +[\d.]+ % +5\.0 GB/s +50\.0 %  memory$");
            lines[3].ShouldMatch(@"^MatMul +2 +40\.000 +[\d.]+ % +100\.0 GFLOP/s +100\.0 %  arithmetic$");
            lines[4].ShouldStartWith("outside kernels");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Single_calls_are_kept_of_the_last_steps_only_and_sums_of_all()
    {
        var profiler = Watch(steps: 50, kept: 3);

        profiler.Steps.ShouldBe(50);
        profiler.Kept.Count.ShouldBe(3);
        profiler.Kept.ShouldAllBe(step => step.Calls.Count == 3);
        profiler.Kept.Select(step => step.Start).ShouldBeInOrder();
        profiler.Summarize(new ProfileLimits(1, 1)).Rows.Sum(row => row.Calls).ShouldBe(3);
        Trace(profiler).Count(item => item.GetProperty("ph").GetString() == "X").ShouldBe(3 * (1 + 3));
    }

    [Fact]
    public void The_trace_has_complete_events_in_microseconds_on_a_track_for_each_kind()
    {
        var events = Trace(Watch(steps: 2));

        events.ShouldAllBe(item => item.GetProperty("ph").GetString() == "X" || item.GetProperty("ph").GetString() == "M");
        var tracks = events.Where(item => item.GetProperty("name").GetString() == "thread_name")
            .ToDictionary(item => item.GetProperty("tid").GetInt32(), item => item.GetProperty("args").GetProperty("name").GetString());
        tracks.Values.ShouldBe(["step", "MatMul", "Copy"]);
        var complete = events.Where(item => item.GetProperty("ph").GetString() == "X").ToArray();
        complete.ShouldAllBe(item => tracks[item.GetProperty("tid").GetInt32()] == item.GetProperty("name").GetString());
        complete.Min(item => item.GetProperty("ts").GetDouble()).ShouldBe(0);
        complete.Where(item => item.GetProperty("name").GetString() == "Copy").ShouldAllBe(item =>
            Math.Abs(item.GetProperty("dur").GetDouble() - 100_000) < 1 && item.GetProperty("args").GetProperty("bytes").GetInt64() == 500_000_000);
    }

    [Fact]
    public void Several_profilers_are_several_processes_of_one_trace()
    {
        var events = Trace(("pretrain", Watch(steps: 1)), ("finetune", Watch(steps: 1)));

        events.Where(item => item.GetProperty("name").GetString() == "process_name").Select(item => item.GetProperty("args").GetProperty("name").GetString())
            .ShouldBe(["pretrain", "finetune"]);
        events.Select(item => item.GetProperty("pid").GetInt32()).Distinct().ShouldBe([1, 2]);
    }

    [Fact]
    public void What_runs_outside_a_step_is_left_out_and_steps_do_not_nest()
    {
        var profiler = new Profiler();
        profiler.OnKernel(Product, 0, 1);
        Should.Throw<InvalidOperationException>(profiler.EndStep);
        Should.Throw<InvalidOperationException>(() => profiler.Summarize(new ProfileLimits(1, 1)));
        profiler.BeginStep();
        Should.Throw<InvalidOperationException>(profiler.BeginStep);
        profiler.EndStep();

        profiler.Summarize(new ProfileLimits(1, 1)).Rows.ShouldBeEmpty();
        Trace(new Profiler()).ShouldAllBe(item => item.GetProperty("ph").GetString() == "M");
        Should.Throw<ArgumentOutOfRangeException>(() => new Profiler(0));
    }

    /// <summary>Steps of made-up times: two products of 20 ms and a copy of 100 ms.</summary>
    private static Profiler Watch(int steps, int kept = 10)
    {
        var profiler = new Profiler(kept);
        for (var step = 0; step < steps; step++)
        {
            profiler.BeginStep();
            var now = Stopwatch.GetTimestamp();
            var millisecond = Stopwatch.Frequency / 1000;
            profiler.OnKernel(Product, now, now + (20 * millisecond));
            profiler.OnKernel(Product, now + (20 * millisecond), now + (40 * millisecond));
            profiler.OnKernel(Copy, now + (40 * millisecond), now + (140 * millisecond));
            profiler.EndStep();
        }

        return profiler;
    }

    private static JsonElement[] Trace(Profiler profiler) => Trace(("training", profiler));

    private static JsonElement[] Trace(params IReadOnlyList<(string Name, Profiler Profiler)> profiles)
    {
        using var stream = new MemoryStream();
        ChromeTrace.Write(stream, profiles);
        return [.. JsonDocument.Parse(stream.ToArray()).RootElement.GetProperty("traceEvents").EnumerateArray()];
    }
}
